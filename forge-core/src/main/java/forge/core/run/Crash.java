// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillName;
import forge.guard.SkillKill;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A skill's exception in words for its caller: what, and where in the skill's own source. */
public final class Crash {

  private static final int MAX_MESSAGE = 300;

  /** Two segments or more: the paths of this machine are nobody's business. */
  private static final Pattern PATH = Pattern.compile("(?:[A-Za-z]:)?(?:[/\\\\][\\w.+@-]+){2,}");

  private Crash() {}

  /** Tells it in one line, without a stack trace and without a path of this machine. */
  public static String told(SkillName name, Throwable e) {
    String message = "";
    try {
      message = e.getMessage() == null ? "" : e.getMessage();
    } catch (SkillKill kill) {
      throw kill;
    } catch (Throwable broken) { // whatever its own code throws
      message = "its message is broken, too";
    }
    if (message.length() > MAX_MESSAGE) message = message.substring(0, MAX_MESSAGE) + "…";
    String told =
        e.getClass().getName()
            + (message.isEmpty() ? "" : ": " + PATH.matcher(message).replaceAll("…"));
    return frames(e)
        .filter(frame -> frame.getClassName().startsWith(name.module() + "."))
        .findFirst()
        .map(frame -> told + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
        .orElse(told);
  }

  /** An exception may have a method of its own for this. */
  private static Stream<StackTraceElement> frames(Throwable e) {
    try {
      return Arrays.stream(e.getStackTrace());
    } catch (SkillKill kill) {
      throw kill;
    } catch (Throwable broken) {
      return Stream.empty();
    }
  }
}
