// SPDX-License-Identifier: Apache-2.0
/** The product under test: in this JVM, or as a process of its own. */
package forge.testkit;
