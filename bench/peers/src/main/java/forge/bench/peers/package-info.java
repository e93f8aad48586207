// SPDX-License-Identifier: Apache-2.0
/** What a person would write or take in place of the forge, to be measured beside it. */
package forge.bench.peers;
