// SPDX-License-Identifier: Apache-2.0
/** Skills in service: what doors ask for, and what they get. */
@Export
@Version("1.0.0")
package forge.live;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
