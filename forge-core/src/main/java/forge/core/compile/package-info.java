// SPDX-License-Identifier: Apache-2.0
/** From source to classes, in memory, with a compiler that is kept warm. */
package forge.core.compile;
