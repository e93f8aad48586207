// SPDX-License-Identifier: Apache-2.0
/** The drop folder: a file that is put there becomes a skill, and goes with the file. */
package forge.drop;
