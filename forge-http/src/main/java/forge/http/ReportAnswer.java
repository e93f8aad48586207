// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.SkillState;
import forge.make.Finding;
import forge.make.Stage;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of an order, told to whoever ordered, and in one line to the log. */
final class ReportAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(ReportAnswer.class);

  private static final Map<Outcome, String> DONE =
      Map.of(Outcome.ACTIVE, "activated", Outcome.PENDING, "kept", Outcome.PLANNED, "planned");

  private final ForgeReport report;
  private final String name;

  private ReportAnswer(ForgeReport report) {
    this.report = report;
    this.name = report.name().value();
  }

  /** The answer to a create. */
  static Answer created(ForgeReport report, String author) {
    log(report, author);
    var answer = new ReportAnswer(report);
    return report.outcome() == Outcome.REFUSED ? answer.refused() : answer.accepted();
  }

  /** The answer to a trigger: short when all went well. */
  static Answer triggered(ForgeReport report, String author) {
    if (report.outcome() != Outcome.ACTIVE) return created(report, author);
    log(report, author);
    String message =
        "Skill '" + report.name() + "' hot-reloaded successfully. Ready for immediate use.";
    return Answer.ok(
        "success", true,
        "skill_name", report.name().value(),
        "message", message,
        "compilation_time_ms", report.compileMillis(),
        "load_time_ms", report.totalMillis());
  }

  private static void log(ForgeReport report, String author) {
    if (report.outcome() == Outcome.REFUSED)
      LOG.info(
          "refused {} of {} at {}: {}",
          report.name(),
          author,
          report.refusedAt().map(Stage::name).orElse("an unknown stage"),
          Text.line(RefusalText.reason(report), 200));
    else
      LOG.info(
          "{} {} {} of {}, origin {}, sha256 {}, {} ms",
          DONE.get(report.outcome()),
          report.name(),
          report.version(),
          author,
          report.origin().word(),
          report.sha256(),
          report.totalMillis());
  }

  private Answer accepted() {
    Map<String, Object> body = start(true, true, report.outcome() == Outcome.ACTIVE);
    body.put("compilation_time_ms", report.compileMillis());
    body.put("load_time_ms", report.totalMillis());
    body.put("version", report.version());
    body.put("sha256", report.sha256());
    body.put("message", message());
    addRest(body);
    if (!report.findings().isEmpty()) body.put("findings", findings());
    if (report.outcome() == Outcome.PLANNED) body.put("dry_run", true);
    body.put("state", state());
    return Answer.json(200, body);
  }

  private Answer refused() {
    Stage stage = report.refusedAt().orElse(Stage.SPEC);
    Map<String, Object> body = start(false, stage.compareTo(Stage.CLASSES) > 0, false);
    body.put("stage", stage.name());
    body.put("message", RefusalText.message(report));
    body.put("cargo_stderr", RefusalText.compilerText(report.findings()));
    body.put("findings", findings());
    addRest(body);
    return Answer.json(422, body);
  }

  private Map<String, Object> start(boolean success, boolean compiled, boolean hotReloaded) {
    return Json.object(
        "success", success,
        "skill_name", name,
        "module_name", report.name().module(),
        "file_path", report.filePath(),
        "cargo_check_ok", success,
        "compile_ok", compiled,
        "hot_reloaded", hotReloaded);
  }

  private void addRest(Map<String, Object> body) {
    body.put("origin", report.origin().word());
    if (!report.notes().isEmpty()) body.put("notes", report.notes());
  }

  private List<Map<String, Object>> findings() {
    return report.findings().stream().map(ReportAnswer::entry).toList();
  }

  private static Map<String, Object> entry(Finding finding) {
    return Json.object(
        "stage", finding.stage().name(),
        "severity", finding.severity().name(),
        "rule", finding.rule(),
        "where", finding.where(),
        "message", finding.message(),
        "line_text", finding.lineText());
  }

  private String state() {
    return switch (report.outcome()) {
      case ACTIVE -> SkillState.LIVE.word();
      case PENDING -> SkillState.PENDING.word();
      case PLANNED -> "planned";
      case REFUSED -> throw new IllegalStateException("a refusal has no state");
    };
  }

  private String message() {
    return switch (report.outcome()) {
      case ACTIVE ->
          "Skill '" + name + "' created and hot-reloaded successfully. Ready for immediate use.";
      case PENDING ->
          "Skill '"
              + name
              + "' created and kept; hot-reload is disabled, so it does not answer yet."
              + " A restart of the gateway activates it, or POST /api/v1/forge/hot-reload/enable"
              + " and then POST /api/v1/forge/hot-reload/trigger {\"skill_name\":\""
              + name
              + "\"}.";
      case PLANNED ->
          "Skill '"
              + name
              + "' can be created as it is. Nothing was kept: send the spec without dry_run.";
      case REFUSED -> RefusalText.message(report);
    };
  }
}
