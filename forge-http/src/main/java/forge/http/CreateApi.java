// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.make.Order;
import forge.make.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders skills. */
final class CreateApi {

  private static final Logger LOG = LoggerFactory.getLogger(CreateApi.class);

  private final Core core;
  private final Streams streams;

  CreateApi(Core core, Streams streams) {
    this.core = core;
    this.streams = streams;
  }

  /** The spec is read where it is used, in the core; the door only carries it there. */
  Answer create(Exchange exchange) {
    String spec = Json.text(exchange.body());
    Order order = new Order(spec, "http", exchange.author());
    Answer answer = exchange.accept().prefersEvents() ? told(exchange, order) : made(order);
    return answer.with("X-Forge-Order", order.id());
  }

  /** Each step as an event, and then the answer as one. */
  private Answer told(Exchange exchange, Order order) {
    return streams.answer(
        exchange,
        news -> Work.ofOrder(streams, news, core.events(), order.id(), () -> made(order)));
  }

  private Answer made(Order order) {
    String author = order.author();
    try {
      return ReportAnswer.created(core.forge().forge(order), author);
    } catch (Rejected e) {
      LOG.info(
          "order outcome=refused who=\"{}\" stage={} reason=\"{}\"",
          Text.quoted(author),
          e.stage(),
          Text.quoted(e.getMessage()));
      throw e;
    }
  }
}
