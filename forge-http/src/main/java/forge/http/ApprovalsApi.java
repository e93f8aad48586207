// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.Approvals.Approval;
import forge.live.Approvals.Decision;
import forge.live.SkillState;
import forge.make.Rejected;
import forge.make.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for a person, and the person's word. */
final class ApprovalsApi {

  /** What a digest begins with on the wire. */
  static final String PREFIX = "sha256:";

  private static final Logger LOG = LoggerFactory.getLogger(ApprovalsApi.class);
  private static final Pattern DIGEST =
      Pattern.compile("(?:sha256:)?([0-9a-f]{64})", Pattern.CASE_INSENSITIVE);
  private static final int REASON_LENGTH = 1000;

  private static final String PENDING =
      "Approved; hot-reload is disabled, so it does not answer yet. A restart of the gateway"
          + " activates it, or POST /api/v1/forge/hot-reload/enable and then"
          + " POST /api/v1/forge/hot-reload/trigger.";

  private final Core core;

  ApprovalsApi(Core core) {
    this.core = core;
  }

  Answer list(Exchange exchange) {
    List<Map<String, Object>> waiting =
        core.approvals().waiting().stream().map(ApprovalsApi::entry).toList();
    return Answer.ok("approvals", waiting, "count", waiting.size());
  }

  private static Map<String, Object> entry(Approval approval) {
    return Json.object(
        "digest", PREFIX + approval.digest(),
        "skill_name", approval.skill().value(),
        "version", approval.version(),
        "replaces", approval.replaces(),
        "author", approval.author(),
        "door", approval.door(),
        "at", approval.at().toString(),
        "expires_at", approval.expires().toString(),
        "findings", ReportAnswer.findings(approval.findings()),
        "grants", approval.grants().plain(),
        "wants", approval.wants(),
        "diff", approval.diff());
  }

  Answer decide(Exchange exchange) {
    Fields fields = exchange.fields().only("decision", "reason", "by", "tier");
    boolean approve = fields.oneOf("decision", "approve", "reject").equals("approve");
    String reason = fields.optionalText("reason", REASON_LENGTH).orElse("");
    String author = exchange.author(fields.optionalText("by"));
    String digest = digest(exchange.variable());
    Optional<Tier> tier = TiersApi.tier(fields);
    if (approve && tier.isPresent()) vouch(digest, tier, author);
    try {
      Decision decision = core.approvals().decide(digest, approve, "http", author, reason);
      log(digest, author, word(decision), reason);
      return decided(decision, digest);
    } catch (Rejected e) {
      log(digest, author, "refused", e.getMessage());
      return failed(e, digest);
    }
  }

  /** Whoever approves may also say how far these bytes are trusted. */
  private void vouch(String digest, Optional<Tier> tier, String author) {
    SkillName name =
        core.approvals().waiting().stream()
            .filter(waits -> waits.digest().equals(digest))
            .map(Approval::skill)
            .findFirst()
            .orElseThrow(() -> unknown(PREFIX + digest));
    core.tiers().assign(name, digest, tier, "http", author);
  }

  private static void log(String digest, String author, String state, String why) {
    String end = why.isBlank() ? state : state + ", " + Text.line(why, 200);
    LOG.info("decision of {} on {}: {}", author, digest, end);
  }

  /** The digest as the core writes it. */
  static String digest(String text) {
    Matcher digest = DIGEST.matcher(text);
    if (digest.matches()) return digest.group(1).toLowerCase(Locale.ROOT);
    throw unknown(text);
  }

  private static Answer decided(Decision decision, String digest) {
    return switch (decision) {
      case ACTIVE -> done(decision, digest, "Approved, and ready for immediate use.");
      case PENDING -> done(decision, digest, PENDING);
      case REJECTED -> done(decision, digest, "Rejected. What was in service stays in service.");
      case UNKNOWN -> throw unknown(PREFIX + digest);
      case EXPIRED ->
          throw new ErrorAnswer(
              410, "expired", "Nobody decided in time, so the version is gone; create it again");
    };
  }

  private static Answer done(Decision decision, String digest, String message) {
    return Answer.ok(
        "status", "ok", "state", word(decision), "digest", PREFIX + digest, "message", message);
  }

  private static String word(Decision decision) {
    return decision == Decision.ACTIVE
        ? SkillState.LIVE.word()
        : decision.name().toLowerCase(Locale.ROOT);
  }

  private static ErrorAnswer unknown(String digest) {
    return new ErrorAnswer(
        404,
        "unknown_digest",
        "Nothing waits under "
            + Text.clip(digest)
            + ": it is decided or expired, or never waited;"
            + " GET /api/v1/forge/approvals lists what waits");
  }

  /** Approved, and then it did not come up. */
  private static Answer failed(Rejected rejected, String digest) {
    ErrorAnswer.ofGateway(rejected.stage(), rejected.findings(), rejected.getMessage())
        .ifPresent(
            error -> {
              throw error;
            });
    return Answer.json(
        422,
        Json.object(
            "status",
            "error",
            "code",
            "not_activated",
            "message",
            "Approved, but it did not come up, and goes on waiting: " + rejected.getMessage(),
            "digest",
            PREFIX + digest,
            "stage",
            rejected.stage().name(),
            "findings",
            ReportAnswer.findings(rejected.findings())));
  }
}
