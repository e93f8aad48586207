// SPDX-License-Identifier: Apache-2.0
/** The shell: the verbs of the forge as Gogo commands, and a line editor to type them in. */
package forge.shell;
