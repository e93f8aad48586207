// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.List;
import java.util.Map;

/** The small skill that is forged where many are wanted: {@code skill_7} adds 7. */
final class Adder {

  private Adder() {}

  /**
   * Forges one.
   *
   * @throws IllegalStateException with the gateway's words when it is not live then
   */
  static Reply forge(Client client, int number) {
    Reply reply =
        client.create(
            Map.of(
                "name", "skill_" + number,
                "description", "Adds " + number + " to what it is given.",
                "params", List.of(Map.of("name", "n", "type", "integer", "required", true)),
                "returns", "integer",
                "body", "return n + " + number + "L;"));
    if (!reply.isLive()) throw new IllegalStateException(reply.told());
    return reply;
  }
}
