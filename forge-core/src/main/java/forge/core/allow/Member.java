// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import java.util.List;

/**
 * What is known of one member of a class of the JDK.
 *
 * @param cost what a call may cost
 * @param route the class of {@code forge.guard} whose method woven code calls in its place; empty:
 *     none
 * @param receiver internal name of the type that this method takes as its receiver; empty: it is
 *     static
 * @param arguments the method of {@code forge.guard.Check} that each argument passes through;
 *     {@code _}: none; empty: no argument does
 * @param value the method that the value passes through; empty: none
 */
public record Member(
    Cost cost, String route, String receiver, List<String> arguments, String value) {

  /** What a call of a member may cost. */
  public enum Cost {
    /** The same for all arguments, or nearly so. */
    CONSTANT,
    /** In proportion to one argument, which is bounded. */
    LINEAR,
    /** It goes through {@code forge.guard}, which bounds it. */
    ROUTED,
    /** Arguments or value pass through {@code forge.guard.Check}. */
    CHECKED,
    /** Not open to skills. */
    NEVER
  }

  /** A member without a check. */
  public static Member of(Cost cost) {
    return new Member(cost, "", "", List.of(), "");
  }

  /** Whether skills may use it. */
  public boolean isOpen() {
    return cost != Cost.NEVER;
  }
}
