// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillContext;
import forge.api.SkillName;
import forge.live.Progress;
import java.time.Instant;
import org.slf4j.LoggerFactory;

/** What a skill may reach during one call. */
record CallContext(SkillName skill, Instant deadline, Progress listener) implements SkillContext {

  private static final int MAX_LINE = 2_000;

  @Override
  public void log(String message) {
    LoggerFactory.getLogger("skill." + skill).info("{}", oneLine(message));
  }

  @Override
  public void progress(double fraction, String note) {
    double share = Double.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
    String line = oneLine(note);
    LoggerFactory.getLogger("skill." + skill).debug("{} {}", share, line);
    listener.at(share, line);
  }

  /** A skill must not be able to write lines that look like ours. */
  private static String oneLine(String text) {
    String whole = String.valueOf(text);
    boolean tooLong = whole.length() > MAX_LINE;
    String shown = tooLong ? whole.substring(0, MAX_LINE) : whole;
    return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ") + (tooLong ? "…" : "");
  }
}
