// SPDX-License-Identifier: Apache-2.0
package forge.make;

/** The stages of the line, in order. A refusal names the one it happened at. */
public enum Stage {
  /** The order was read and checked. */
  SPEC,
  /** Source was written. */
  SOURCE,
  /** Source was compiled. */
  CLASSES,
  /** Classes were packed and judged. */
  BUNDLE,
  /** The bundle was kept durably. */
  STORE,
  /** The bundle was installed, tried and put in service. */
  SERVICE
}
