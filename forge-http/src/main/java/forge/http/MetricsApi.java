// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Metrics;
import forge.live.Metrics.Family;
import forge.live.Metrics.Sample;
import forge.live.Metrics.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All numbers, for Prometheus to fetch. */
final class MetricsApi {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);

  private final Core core;
  private final Streams streams;
  private final Family info;

  MetricsApi(Core core, Streams streams, String version) {
    this.core = core;
    this.streams = streams;
    this.info =
        new Family(
            "forge_info",
            Type.GAUGE,
            "Always 1; the labels tell the version.",
            List.of(
                new Sample(
                    "",
                    List.of(
                        Map.entry("version", version),
                        Map.entry("java", Runtime.version().toString())),
                    1)));
  }

  /** Those of the JVM are there also when nothing else is. */
  Answer read(Exchange exchange) {
    List<Family> families = new ArrayList<>();
    families.add(info);
    for (Metrics metrics : core.metrics()) families.addAll(read(metrics));
    families.addAll(streams.read());
    families.addAll(JvmMetrics.read());
    return Answer.text(PrometheusText.TYPE, PrometheusText.of(families));
  }

  /** One that fails must not hide the others. */
  private static List<Family> read(Metrics metrics) {
    try {
      return metrics.read();
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be read", metrics.getClass().getName(), e);
      return List.of();
    }
  }
}
