// SPDX-License-Identifier: Apache-2.0
/** Drivers that hold a running gateway against real input, and measure it from outside. */
package forge.bench;
