// SPDX-License-Identifier: Apache-2.0
/** The HTTP door: one servlet over one table of routes, JSON in and out. */
package forge.http;
