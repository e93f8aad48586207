// SPDX-License-Identifier: Apache-2.0
/**
 * What the woven code of a skill calls: polls, the depth of calls, and the sizes of what the JDK is
 * asked for. No source is compiled against it, and a class that names it before it is woven is
 * refused.
 */
@Export
@Version("1.0.0")
package forge.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
