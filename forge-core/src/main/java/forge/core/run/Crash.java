// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillName;
import java.util.Arrays;
import java.util.regex.Pattern;

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
    } catch (RuntimeException | StackOverflowError broken) {
      message = "its message is broken, too";
    }
    if (message.length() > MAX_MESSAGE) message = message.substring(0, MAX_MESSAGE) + "…";
    String told =
        e.getClass().getName()
            + (message.isEmpty() ? "" : ": " + PATH.matcher(message).replaceAll("…"));
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(name.module() + "."))
        .findFirst()
        .map(frame -> told + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
        .orElse(told);
  }
}
