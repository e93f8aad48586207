// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Objects;

/**
 * One piece of bad news, whoever found it: compiler, rule, example or framework.
 *
 * @param stage where on the line
 * @param severity whether it refuses the order
 * @param rule stable word for what was broken, e.g. {@code compiler.err.cant.resolve.location}
 * @param where place in the spec, the source ({@code File.java:line:column}) or the bundle
 * @param message what is wrong and what to do
 * @param lineText the source line it is about; empty when there is none
 */
public record Finding(
    Stage stage, Severity severity, String rule, String where, String message, String lineText) {

  /** Refuses null. */
  public Finding {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(lineText, "lineText");
  }

  /** An error without a source line. */
  public static Finding error(Stage stage, String rule, String where, String message) {
    return new Finding(stage, Severity.ERROR, rule, where, message, "");
  }
}
