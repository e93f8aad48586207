// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.SkillState;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the gateway is. */
final class StatusApi {

  private static final long NANOS = 1_000_000_000;

  private final Core core;
  private final String version;
  private final long started = System.nanoTime();

  StatusApi(Core core, String version) {
    this.core = core;
    this.version = version;
  }

  Answer status(Exchange exchange) {
    boolean hotReload = core.forge().hotReload();
    boolean halted = core.halt().inForce().isPresent();
    String safety = SafetyApi.mode(core.forge().safety());
    Map<String, Object> skills = counts(core.skills().counts());
    Map<String, Object> body =
        Json.object(
            "app_name",
            "forge",
            "port",
            exchange.port(),
            "version",
            version,
            "java",
            Runtime.version().toString(),
            "uptime_s",
            (System.nanoTime() - started) / NANOS,
            "hot_reload",
            hotReload,
            "safety_mode",
            safety,
            "halted",
            halted,
            "skills",
            skills);
    core.isolation().ifPresent(how -> body.put("isolation", TiersApi.isolation(how)));
    return Answer.json(200, body);
  }

  private static Map<String, Object> counts(Map<SkillState, Integer> found) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (SkillState state : SkillState.values())
      counts.put(state.word(), found.getOrDefault(state, 0));
    return counts;
  }

  Answer alive(Exchange exchange) {
    return Answer.ok("status", "ok");
  }

  Answer ready(Exchange exchange) {
    core.requireAll();
    return Answer.ok("status", "ready");
  }
}
