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

  CreateApi(Core core) {
    this.core = core;
  }

  /** The spec is read where it is used, in the core; the door only carries it there. */
  Answer create(Exchange exchange) {
    String spec = Json.text(exchange.body());
    String author = exchange.author();
    try {
      return ReportAnswer.created(core.forge().forge(new Order(spec, "http", author)), author);
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
