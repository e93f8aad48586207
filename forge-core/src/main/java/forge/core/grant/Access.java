// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.SkillName;
import forge.live.LiveSkill.Reach;
import forge.make.Grant;
import forge.make.Grant.Kind;
import forge.make.Grants;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one call may reach: grants, time, and what has been used of both. */
public final class Access {

  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  private static final int MAX_SHOWN = 100;

  private final SkillName skill;
  private final Grants grants;
  private final GrantPolicy policy;
  private final Count count;
  private volatile long deadline;
  private volatile boolean ended;

  /** What a skill has reached since the gateway started. */
  static final class Count {
    final LongAdder requests = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder denied = new LongAdder();

    Reach reach() {
      return new Reach(requests.sum(), bytesOut.sum(), bytesIn.sum(), denied.sum());
    }
  }

  Access(SkillName skill, Grants grants, GrantPolicy policy, Count count, long deadline) {
    this.skill = skill;
    this.grants = grants;
    this.policy = policy;
    this.count = count;
    this.deadline = deadline;
  }

  /** Whose call it is. */
  public SkillName skill() {
    return skill;
  }

  Count count() {
    return count;
  }

  /** Until when, as {@link System#nanoTime()} counts. */
  public long deadline() {
    return deadline;
  }

  /** The call had to wait for its place: its time counts from now. */
  public void begin(long until) {
    deadline = until;
  }

  /** The call is over: what it kept is of no use. */
  public void end() {
    ended = true;
  }

  /** Whether that is in the spec. */
  boolean has(Kind kind, String name, String detail) {
    return grants.covers(new Grant(kind, name, detail));
  }

  /**
   * Lets pass what was granted.
   *
   * @throws Refusal {@link Failure#DENIED}, which names what is missing
   */
  public void require(Kind kind, String name, String detail) {
    if (ended) throw denied("the call is over, and with it what it might reach");
    Grant wanted = new Grant(kind, name, detail);
    if (!grants.covers(wanted)) throw denied(missing(new Grant(kind, line(name), line(detail))));
    if (!policy.allows(wanted))
      throw denied(
          "'"
              + wanted
              + "' is granted, but beyond what the operator lets skills have (\"cap\" in "
              + GrantPolicy.FILE
              + ")");
  }

  private static String missing(Grant wanted) {
    return "'" + wanted + "' is not granted; add " + wanted.asked() + " to the spec's \"grants\"";
  }

  /** What a skill wrote, in one line that ends. */
  static String line(String text) {
    String clipped = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    return clipped.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?");
  }

  /** A refusal for want of a grant, counted and logged. */
  public Refusal denied(String message) {
    count.denied.increment();
    LOG.info("denied skill={} reason=\"{}\"", skill, message.replace('"', '\''));
    return new Refusal(Failure.DENIED, message, List.of());
  }

  /** A refusal for another reason. */
  static Refusal failed(String message) {
    return new Refusal(Failure.SKILL_ERROR, message, List.of());
  }
}
