// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;

/** The way out of quarantine. */
final class QuarantineApi {

  private final Core core;

  QuarantineApi(Core core) {
    this.core = core;
  }

  /** Lets the version in service be called again. */
  Answer release(Exchange exchange) {
    exchange.fields().only();
    SkillName name = exchange.skill();
    if (!core.quarantine().release(name, "http", exchange.author()))
      throw new ErrorAnswer(409, "not_quarantined", "'" + name + "' is not in quarantine");
    return Answer.ok(
        "status",
        "ok",
        "skill_name",
        name.value(),
        "message",
        "Skill '"
            + name
            + "' may be called again. If a call of it does not end once more, it is back.");
  }
}
