// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.make.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The safety governor: whether a person decides on each new version. */
final class SafetyApi {

  private static final Logger LOG = LoggerFactory.getLogger(SafetyApi.class);

  private final Core core;

  SafetyApi(Core core) {
    this.core = core;
  }

  /** The word for it: human in the loop, or not. */
  static String mode(boolean enabled) {
    return enabled ? "HITL" : "AUTONOMOUS";
  }

  Answer status(Exchange exchange) {
    boolean enabled = core.forge().safety();
    return Answer.ok("safety_enabled", enabled, "mode", mode(enabled));
  }

  Answer set(Exchange exchange) {
    boolean enabled = exchange.fields().only("enabled").truth("enabled");
    String message = "Forge safety governor set to " + mode(enabled);
    try {
      core.forge().safety(enabled, "http", exchange.author());
    } catch (Rejected e) {
      throw ErrorAnswer.ofSwitch(e, core.forge().safety() == enabled);
    }
    LOG.info("{} by {}", message, exchange.author());
    return Answer.ok(
        "status", "ok", "safety_enabled", enabled, "mode", mode(enabled), "message", message);
  }
}
