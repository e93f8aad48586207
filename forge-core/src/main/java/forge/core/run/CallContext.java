// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillCalls;
import forge.api.SkillFiles;
import forge.api.SkillHttp;
import forge.api.SkillKnowledge;
import forge.api.SkillName;
import forge.core.grant.Access;
import forge.core.grant.Gates;
import forge.core.live.Cell;
import forge.live.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** What a skill may reach during one call; its doors are made when they are asked for. */
final class CallContext implements Cell.Host {

  private static final int MAX_LINE = 2_000;

  private final Access access;
  private final Duration wall;
  private final Gates gates;
  private final Supplier<SkillCalls> calls;
  private final Progress listener;
  private Instant deadline;
  private SkillHttp http;
  private SkillFiles files;
  private SkillKnowledge knowledge;
  private SkillCalls skills;

  CallContext(
      Access access, Duration wall, Gates gates, Supplier<SkillCalls> calls, Progress listener) {
    this.access = access;
    this.wall = wall;
    this.gates = gates;
    this.calls = calls;
    this.listener = listener;
  }

  @Override
  public void begin() {
    access.begin(System.nanoTime() + wall.toNanos());
  }

  @Override
  public SkillName skill() {
    return access.skill();
  }

  @Override
  public Instant deadline() {
    if (deadline == null) deadline = Instant.now().plusNanos(access.deadline() - System.nanoTime());
    return deadline;
  }

  @Override
  public void log(String message) {
    LoggerFactory.getLogger("skill." + skill()).info("{}", oneLine(message));
  }

  @Override
  public void progress(double fraction, String note) {
    double share = Double.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
    String line = oneLine(note);
    LoggerFactory.getLogger("skill." + skill()).debug("{} {}", share, line);
    listener.at(share, line);
  }

  @Override
  public SkillHttp http() {
    if (http == null) http = gates.http(access);
    return http;
  }

  @Override
  public SkillFiles files() {
    if (files == null) files = gates.files(access);
    return files;
  }

  @Override
  public SkillKnowledge knowledge() {
    if (knowledge == null) knowledge = gates.knowledge(access);
    return knowledge;
  }

  @Override
  public String env(String name) {
    return Gates.env(access, name);
  }

  @Override
  public SkillCalls skills() {
    if (skills == null) skills = calls.get();
    return skills;
  }

  /** The call is over. */
  void end() {
    access.end();
  }

  /** A skill must not be able to write lines that look like ours. */
  private static String oneLine(String text) {
    String whole = String.valueOf(text);
    boolean tooLong = whole.length() > MAX_LINE;
    String shown = tooLong ? whole.substring(0, MAX_LINE) : whole;
    return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ") + (tooLong ? "…" : "");
  }
}
