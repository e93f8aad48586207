// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Locale;

/** Where a skill's code comes from. */
public enum Origin {
  /** Written by the forge from name and parameters: a scaffold. */
  TEMPLATE,
  /** Statements that came with the spec. */
  BODY,
  /** A compilation unit that came with the spec, or was edited on disk. */
  SOURCE,
  /** A bundle that nobody forged here. */
  BUNDLE;

  /** The word on the wire: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
