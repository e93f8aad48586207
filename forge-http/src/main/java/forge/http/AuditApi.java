// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.AuditTrail;
import forge.live.ForgeEvent;
import java.util.List;
import java.util.Map;

/** What has happened here, and whether the record of it is whole. */
final class AuditApi {

  private final Core core;

  AuditApi(Core core) {
    this.core = core;
  }

  Answer events(Exchange exchange) {
    int limit = Page.limit(exchange);
    long after = exchange.parameter("after").map(AuditApi::after).orElse(0L);
    List<ForgeEvent> found = core.audit().read(after, limit + 1);
    List<ForgeEvent> shown = found.size() > limit ? found.subList(0, limit) : found;
    Map<String, Object> body =
        Json.object("events", shown.stream().map(AuditApi::entry).toList(), "count", shown.size());
    if (shown.size() < found.size()) body.put("next_after", shown.get(limit - 1).seq());
    return Answer.json(200, body);
  }

  private static long after(String text) {
    try {
      long after = Long.parseLong(text);
      if (after >= 0) return after;
    } catch (NumberFormatException e) {
      // told below, with the number that is out of range
    }
    throw ErrorAnswer.badRequest("after", "must be the seq of an event, or 0 for all");
  }

  private static Map<String, Object> entry(ForgeEvent event) {
    return Json.object(
        "seq", event.seq(),
        "at", event.at().toString(),
        "event", event.kind().word(),
        "skill_name", event.skill(),
        "version", event.version(),
        "sha256", event.sha256(),
        "who", event.who(),
        "door", event.door(),
        "detail", event.detail(),
        "hash", event.hash());
  }

  /** 200 also for a broken chain: the question was answered. */
  Answer verify(Exchange exchange) {
    AuditTrail.Verdict verdict = core.audit().verify();
    if (verdict.broken().isEmpty()) return Answer.ok("ok", true, "lines", verdict.lines());
    long broken = verdict.broken().get();
    return Answer.ok(
        "ok",
        false,
        "lines",
        verdict.lines(),
        "broken_line",
        broken,
        "message",
        "Line " + broken + " of the audit trail is not what it was: " + verdict.why());
  }
}
