// SPDX-License-Identifier: Apache-2.0
/** The launcher: from a command line to a framework that answers over HTTP. */
package forge.runtime;
