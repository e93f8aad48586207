// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Problem;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.LiveSkill;
import forge.live.Progress;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The skills, by name. */
final class SkillsApi {

  private static final Logger LOG = LoggerFactory.getLogger(SkillsApi.class);

  private final Core core;
  private final Streams streams;

  SkillsApi(Core core, Streams streams) {
    this.core = core;
    this.streams = streams;
  }

  Answer list(Exchange exchange) {
    Page page = Page.of(exchange);
    List<LiveSkill> found = core.skills().list(page.query(), page.after(), page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<LiveSkill> shown = more ? found.subList(0, page.limit()) : found;
    Map<String, Object> body =
        Json.object("skills", shown.stream().map(this::shown).toList(), "count", shown.size());
    if (more) body.put("next_cursor", Page.cursor(shown.get(shown.size() - 1)));
    return Answer.json(200, body);
  }

  Answer one(Exchange exchange) {
    SkillName name = exchange.skill();
    return core.skills()
        .find(name)
        .map(skill -> Answer.json(200, shown(skill)))
        .orElseThrow(() -> ErrorAnswer.unknownSkill(name.value()));
  }

  private Map<String, Object> shown(LiveSkill skill) {
    Map<String, Object> entry = entry(skill);
    TiersApi.show(entry, core.tier(skill.name()));
    return entry;
  }

  private static Map<String, Object> entry(LiveSkill skill) {
    LiveSkill.Traffic traffic = skill.traffic();
    return Json.object(
        "name", skill.name().value(),
        "description", skill.description(),
        "version", skill.version(),
        "state", skill.state().word(),
        "origin", skill.origin().word(),
        "sha256", skill.sha256(),
        "since", skill.since().toString(),
        "module_name", skill.name().module(),
        "file_path", skill.filePath(),
        "input_schema", skill.input(),
        "output_schema", skill.output(),
        "calls", traffic.calls(),
        "failures", traffic.failures(),
        "latency_us", latency(traffic),
        "grants", skill.grants().plain(),
        "reach", reach(skill.reach()));
  }

  private static Map<String, Object> reach(LiveSkill.Reach reach) {
    return Json.object(
        "http_requests", reach.requests(),
        "http_bytes_out", reach.bytesOut(),
        "http_bytes_in", reach.bytesIn(),
        "denied", reach.denied());
  }

  private static Map<String, Object> latency(LiveSkill.Traffic traffic) {
    return Json.object(
        "p50", traffic.p50Micros(), "p90", traffic.p90Micros(), "p99", traffic.p99Micros());
  }

  Answer call(Exchange exchange) {
    SkillName name = exchange.skill();
    SkillRequest request = arguments(exchange.json());
    if (!exchange.accept().prefersEvents()) return called(name, request, Progress.NONE);
    return streams.answer(
        exchange, news -> Work.ofCall(streams, news, progress -> called(name, request, progress)));
  }

  private Answer called(SkillName name, SkillRequest request, Progress progress) {
    return answer(core.runner().call(name, request, progress));
  }

  /** The arguments that a body is. */
  static SkillRequest arguments(Object body) {
    if (body instanceof Map<?, ?> arguments) return new SkillRequest(Fields.plain(arguments));
    throw noObject();
  }

  /** What a call gave. */
  static Answer answer(SkillResult result) {
    if (result.isOk()) return Answer.json(200, result.value());
    throw ErrorAnswer.of(result.failure().get(), result);
  }

  private static ErrorAnswer noObject() {
    String message = "the arguments must be a JSON object, e.g. {\"name\":\"value\"}";
    return new ErrorAnswer(400, "bad_input", message, List.of(new Problem("", message)), Map.of());
  }

  Answer source(Exchange exchange) {
    SkillName name = exchange.skill();
    return core.forge()
        .source(name)
        .map(source -> Answer.text("text/x-java-source", source))
        .orElseThrow(() -> noSource(name));
  }

  private ErrorAnswer noSource(SkillName name) {
    return core.skills().find(name).isEmpty()
        ? ErrorAnswer.unknownSkill(name.value())
        : new ErrorAnswer(
            404,
            "no_source",
            "There is no source of '" + name + "' here: it came as a bundle, or it is retired");
  }

  Answer retire(Exchange exchange) {
    SkillName name = exchange.skill();
    LiveSkill was =
        core.forge()
            .retire(name, "http", exchange.author())
            .orElseThrow(() -> ErrorAnswer.unknownSkill(name.value()));
    LOG.info(
        "order outcome=retired skill={} version={} who=\"{}\"",
        name,
        was.version(),
        Text.quoted(exchange.author()));
    String message =
        "Skill '" + name + "' retired. Its history is kept; create it again to have it back.";
    return Answer.ok(
        "status",
        "ok",
        "skill_name",
        name.value(),
        "version",
        was.version(),
        "state",
        "retired",
        "message",
        message);
  }
}
