// SPDX-License-Identifier: Apache-2.0
package forge.make;

/** How bad a finding is. */
public enum Severity {
  /** Refuses the order. */
  ERROR,
  /** Worth knowing; refuses nothing. */
  WARNING
}
