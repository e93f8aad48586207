// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.Tiers;
import forge.make.Rejected;
import forge.make.Tier;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where skills run, and the operator's word on it. */
final class TiersApi {

  private static final Logger LOG = LoggerFactory.getLogger(TiersApi.class);
  private static final String BY_RULE = "default";

  private final Core core;

  TiersApi(Core core) {
    this.core = core;
  }

  /** Adds where a skill runs, and why there. */
  static void show(Map<String, Object> body, Optional<Tiers.Ruled> tier) {
    tier.ifPresent(
        ruled -> {
          body.put("tier", ruled.tier().word());
          body.put("tier_reason", ruled.reason());
        });
  }

  /** How the isolated tier is. */
  static Map<String, Object> isolation(Tiers.Isolation isolation) {
    return Json.object(
        "workers", isolation.workers(),
        "max_workers", isolation.most(),
        "network", isolation.network(),
        "user", isolation.user(),
        "limits", isolation.limits(),
        "leaked_threads", isolation.leaked(),
        "compiler", isolation.compiler());
  }

  /** The tier that is asked for; empty when none is, or the one by rule. */
  static Optional<Tier> tier(Fields fields) {
    Optional<String> word = fields.optionalText("tier").filter(each -> !each.equals(BY_RULE));
    if (word.isPresent() && Tier.ofWord(word.get()).isEmpty())
      throw ErrorAnswer.badRequest("tier", "must be trusted, guarded, isolated or default");
    return word.flatMap(Tier::ofWord);
  }

  /** Decides for exactly the bytes that were looked at. */
  Answer assign(Exchange exchange) {
    Fields fields = exchange.fields().only("tier", "sha256");
    SkillName name = exchange.skill();
    String digest = ApprovalsApi.digest(fields.text("sha256"));
    fields.text("tier");
    Optional<Tier> tier = tier(fields);
    try {
      if (!core.tiers().assign(name, digest, tier, "http", exchange.author()))
        throw new ErrorAnswer(
            409,
            "unknown_digest",
            "'"
                + name
                + "' has no version with that digest in service or waiting; GET"
                + " /api/v1/skills/"
                + name
                + " shows the one it has");
    } catch (Rejected e) {
      throw ErrorAnswer.ofGateway(e.stage(), e.findings(), e.getMessage()).orElseThrow(() -> e);
    }
    LOG.info("tier of {} by {}: {}", name, exchange.author(), tier.map(Tier::word).orElse(BY_RULE));
    Map<String, Object> body = Json.object("status", "ok", "skill_name", name.value());
    show(body, core.tier(name));
    return Answer.json(200, body);
  }
}
