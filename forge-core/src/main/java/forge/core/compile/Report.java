// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Severity;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a compiler has to say about one source set, as findings and not too many of them. */
final class Report {
  private static final int MOST = 100;
  private static final int MOST_COUNTED = 10_000;
  private static final int LONGEST = 2_000;

  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private int more;
  private String crash = "";
  private boolean done;

  /**
   * Whether a finding of that severity would be kept: its message may be costly to make.
   *
   * @throws IllegalStateException to stop the compiler: there are more errors than are worth
   *     finding
   */
  boolean takes(Severity severity) {
    if (of(severity).size() < MOST) return true;
    if (severity == Severity.ERROR && ++more >= MOST_COUNTED)
      throw new IllegalStateException("too many errors");
    return false;
  }

  /** Keeps a finding. */
  void add(Severity severity, String rule, String where, String message, String lineText) {
    String text = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    of(severity).add(new Finding(Stage.CLASSES, severity, rule, where, text, lineText));
  }

  /** Keeps a finding about a place in a source. */
  void add(Severity severity, String rule, SourceText source, int offset, String message) {
    add(severity, rule, source.place(offset), message, source.excerpt(offset));
  }

  /** The compiler wrote all classes; what it does after that is no news about the source. */
  void done() {
    done = true;
  }

  /** The compiler itself failed. */
  void crash(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
    if (!done) crash = cause.getClass().getName();
  }

  /** Whether the compiler itself failed, and has not said what is wrong with the source. */
  boolean crashed() {
    return !crash.isEmpty() && errors.isEmpty();
  }

  boolean outOfMemory() {
    return crash.equals(OutOfMemoryError.class.getName());
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  /**
   * The classes with the warnings.
   *
   * @throws Rejected when there was an error or the compiler failed
   */
  ClassSet result(String compiler, String file, Map<String, byte[]> classes) {
    if (crashed()) throw Rejected.because(Stage.CLASSES, "compiler.crash", file, excuse(compiler));
    if (errors.isEmpty()) return new ClassSet(classes, warnings);
    List<Finding> all = new ArrayList<>(errors);
    warnings.stream().limit(MOST - errors.size()).forEach(all::add);
    if (more > 0) all.add(Finding.error(Stage.CLASSES, "compiler.more", file, notShown()));
    throw new Rejected(Stage.CLASSES, all);
  }

  private String excuse(String compiler) {
    return compiler
        + " failed on this source ("
        + crash
        + "); simplify it: an expression or block is nested too deep, or a constant grows too big";
  }

  private String notShown() {
    String count = more < MOST_COUNTED ? String.valueOf(more) : more + " or";
    return count + " more errors are not shown; mend these first";
  }

  private List<Finding> of(Severity severity) {
    return severity == Severity.ERROR ? errors : warnings;
  }
}
