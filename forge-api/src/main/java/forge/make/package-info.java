// SPDX-License-Identifier: Apache-2.0
/** How a skill is made: what flows along the line, and who may take part in it. */
@Export
@Version("1.0.0")
package forge.make;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
