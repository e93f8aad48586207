// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.testkit.ForgeClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** What a gateway tells Prometheus, read by a library made for that. */
final class Metric {

  private Metric() {}

  /** All there is. */
  static List<MetricFamily> all(ForgeClient client) {
    byte[] text = client.get("/metrics").body().getBytes(StandardCharsets.UTF_8);
    var walker = new CollectorPrometheusMetricsWalker();
    new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text), walker).walk();
    return walker.getAllMetricFamilies();
  }

  /** Those of one name. */
  static MetricFamily family(ForgeClient client, String name) {
    return all(client).stream()
        .filter(family -> family.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new UncheckedIOException(new IOException("no " + name)));
  }

  /** The one number of that name. */
  static long of(ForgeClient client, String name) {
    Object metric = family(client, name).getMetrics().get(0);
    return (long)
        (metric instanceof Gauge gauge ? gauge.getValue() : ((Counter) metric).getValue());
  }
}
