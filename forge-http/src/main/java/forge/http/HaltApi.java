// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Halt;
import forge.make.Rejected;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The emergency stop, and its end. */
final class HaltApi {

  private static final Logger LOG = LoggerFactory.getLogger(HaltApi.class);
  private static final int REASON_LENGTH = 1000;

  private final Core core;

  HaltApi(Core core) {
    this.core = core;
  }

  /** A halt that is in force stays as it is, with its first reason. */
  Answer halt(Exchange exchange) {
    String reason = exchange.fields().only("reason").text("reason", REASON_LENGTH);
    Optional<Halt.Order> before = core.halt().inForce();
    int ended = stop(reason, exchange.author());
    if (before.isEmpty())
      LOG.warn(
          "halted by {}, {} calls ended: {}", exchange.author(), ended, Text.line(reason, 200));
    String message = before.map(HaltApi::already).orElseGet(() -> done(ended));
    return Answer.ok(
        "status",
        "ok",
        "halted",
        true,
        "reason",
        core.halt().inForce().map(Halt.Order::reason).orElse(reason),
        "ended_calls",
        ended,
        "message",
        message);
  }

  private int stop(String reason, String author) {
    try {
      return core.halt().halt(reason, "http", author);
    } catch (Rejected e) {
      throw ErrorAnswer.ofSwitch(e, core.halt().inForce().isPresent());
    }
  }

  private static String done(int ended) {
    return "Every skill is halted, and "
        + ended
        + (ended == 1 ? " call in flight was" : " calls in flight were")
        + " ended. POST /api/v1/forge/resume brings them back.";
  }

  private static String already(Halt.Order order) {
    return "Every skill is halted already, by "
        + order.who()
        + " since "
        + order.since()
        + ". POST /api/v1/forge/resume brings them back.";
  }

  Answer resume(Exchange exchange) {
    exchange.fields().only();
    return Answer.ok("status", "ok", "halted", false, "message", resumed(exchange.author()));
  }

  private String resumed(String author) {
    try {
      if (!core.halt().resume("http", author)) return "No halt was in force; nothing has changed.";
      LOG.warn("resumed by {}", author);
      return "The halt is lifted. Every skill is back as it was.";
    } catch (Rejected e) {
      throw ErrorAnswer.ofSwitch(e, core.halt().inForce().isEmpty());
    }
  }
}
