// SPDX-License-Identifier: Apache-2.0
/** The command line: verbs, what they ask a gateway over HTTP, and how they show its answers. */
package forge.cli;
