// SPDX-License-Identifier: Apache-2.0
/** What a skill is: the only types a skill compiles against. */
@Export
@Version("1.0.0")
package forge.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
