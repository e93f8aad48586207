// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.ForgeReport;
import forge.live.LiveSkill;
import forge.make.Rejected;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hot-reload switch, and what it is for. */
final class HotReloadApi {

  private static final Logger LOG = LoggerFactory.getLogger(HotReloadApi.class);

  private static final String IS_ON =
      "Hot-reload is enabled. New skills will be compiled and activated automatically.";
  private static final String IS_OFF =
      "Hot-reload is disabled. Enable via POST /api/v1/forge/hot-reload/enable";
  private static final String TURNED_ON =
      "Hot-reload enabled. New skills will be compiled and activated automatically.";
  private static final String TURNED_OFF =
      "Hot-reload disabled. Skills will require manual Gateway restart.";

  private final Core core;

  HotReloadApi(Core core) {
    this.core = core;
  }

  Answer status(Exchange exchange) {
    boolean enabled = core.forge().hotReload();
    return Answer.ok("enabled", enabled, "message", enabled ? IS_ON : IS_OFF);
  }

  Answer enable(Exchange exchange) {
    return switched(exchange, true, TURNED_ON);
  }

  Answer disable(Exchange exchange) {
    return switched(exchange, false, TURNED_OFF);
  }

  private Answer switched(Exchange exchange, boolean enabled, String message) {
    exchange.fields().only();
    try {
      core.forge().hotReload(enabled, "http", exchange.author());
    } catch (Rejected e) {
      throw ErrorAnswer.ofSwitch(e, core.forge().hotReload() == enabled);
    }
    LOG.info("hot-reload {} by {}", enabled ? "enabled" : "disabled", exchange.author());
    return Answer.ok("status", "ok", "message", message);
  }

  Answer list(Exchange exchange) {
    List<Map<String, Object>> skills = core.skills().live().stream().map(this::shown).toList();
    return Answer.ok("skills", skills, "count", skills.size());
  }

  private Map<String, Object> shown(LiveSkill skill) {
    Map<String, Object> entry = entry(skill);
    TiersApi.show(entry, core.tier(skill.name()));
    return entry;
  }

  private static Map<String, Object> entry(LiveSkill skill) {
    return Json.object(
        "skill_name", skill.name().value(),
        "module_name", skill.name().module(),
        "file_path", skill.filePath(),
        "loaded_at", skill.since().getEpochSecond(),
        "version", skill.version(),
        "sha256", skill.sha256(),
        "origin", skill.origin().word(),
        "state", skill.state().word(),
        "grants", skill.grants().plain());
  }

  Answer trigger(Exchange exchange) {
    Fields fields = exchange.fields().only("skill_name", "module_name", "file_path");
    SkillName name = fields.skillName("skill_name");
    if (!core.forge().hotReload()) throw new ErrorAnswer(409, "hot_reload_disabled", IS_OFF);
    LiveSkill skill = core.skills().find(name).orElseThrow(() -> unknown(name));
    mustBe(fields, "module_name", name.module());
    mustBe(fields, "file_path", skill.filePath());
    ForgeReport report =
        core.forge().trigger(name, "http", exchange.author()).orElseThrow(() -> unknown(name));
    return ReportAnswer.triggered(report, exchange.author());
  }

  private static ErrorAnswer unknown(SkillName name) {
    return ErrorAnswer.unknownSkill(name.value());
  }

  private static void mustBe(Fields fields, String field, String own) {
    if (!fields.optionalText(field).orElse(own).equals(own))
      throw ErrorAnswer.badRequest(field, "is not the skill's own, '" + own + "'; leave it out");
  }
}
