// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.param;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.MetricType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What there is to count is counted, and told in a form that a library reads. */
class MetricsIT {

  private static final int LABELS = 51;

  @RegisterExtension
  static final ForgeFramework FORGE = ForgeFramework.ofProduct().with("FORGE_IDLE", "1");

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Map<Map<String, String>, Double> counters(String name) {
    Map<Map<String, String>, Double> values = new HashMap<>();
    Metric.family(FORGE.client(), name)
        .getMetrics()
        .forEach(metric -> values.put(metric.getLabels(), ((Counter) metric).getValue()));
    return values;
  }

  private static Histogram histogram(String name, String label, String value) {
    return Metric.family(FORGE.client(), name).getMetrics().stream()
        .filter(metric -> value.equals(metric.getLabels().get(label)))
        .map(Histogram.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void callsAreCountedBySkillAndFailure() {
    http().createBody("counted", "return 1 / n;", param("n", "integer", true)).ok();
    for (int i = 0; i < 3; i++) http().call("counted", "n", 1).ok();
    http().call("counted", "n", 0);
    http().call("counted");
    http().call("nobody_there");
    Histogram calls = histogram("forge_call_duration_seconds", "skill", "counted");
    assertThat(calls.getSampleCount()).isEqualTo(5);
    assertThat(calls.getSampleSum()).isPositive();
    List<Histogram.Bucket> buckets = calls.getBuckets();
    assertThat(buckets.get(buckets.size() - 1).getCumulativeCount()).isEqualTo(5);
    for (int i = 1; i < buckets.size(); i++) {
      assertThat(buckets.get(i).getUpperBound()).isGreaterThan(buckets.get(i - 1).getUpperBound());
      assertThat(buckets.get(i).getCumulativeCount())
          .isGreaterThanOrEqualTo(buckets.get(i - 1).getCumulativeCount());
    }
    assertThat(counters("forge_call_failures_total"))
        .containsEntry(Map.of("skill", "counted", "kind", "skill_broken"), 1.0)
        .containsEntry(Map.of("skill", "counted", "kind", "bad_input"), 1.0);
    assertThat(counters("forge_calls_turned_away_total").get(Map.of("kind", "unknown_skill")))
        .isPositive();
  }

  @Test
  void ordersAreCountedByOutcomeAndStage() {
    var before = counters("forge_orders_total");
    long spec = histogram("forge_stage_duration_seconds", "stage", "spec").getSampleCount();
    http().createBody("ordered_one", "return 1;").ok();
    http().createBody("ordered_one", "return missing;");
    http().create("name", "ordered_one", "dry_run", true).ok();
    http().create("name", "Nonsense");
    var after = counters("forge_orders_total");
    Map<String, Double> more = new TreeMap<>();
    after.forEach((labels, value) -> more.put(labels.get("outcome"), value - before.get(labels)));
    assertThat(more).containsEntry("active", 1.0).containsEntry("planned", 1.0);
    assertThat(more).containsEntry("refused", 2.0).containsEntry("pending", 0.0);
    assertThat(counters("forge_order_refusals_total").get(Map.of("stage", "classes"))).isPositive();
    assertThat(counters("forge_order_refusals_total").get(Map.of("stage", "spec"))).isPositive();
    assertThat(histogram("forge_stage_duration_seconds", "stage", "spec").getSampleCount())
        .isEqualTo(spec + 3);
    for (String stage : List.of("source", "classes", "bundle", "store", "service"))
      assertThat(histogram("forge_stage_duration_seconds", "stage", stage).getSampleCount())
          .isPositive();
  }

  /** A name costs some twenty lines, so only the most called have one. */
  @Test
  void labelsAreBounded() {
    for (int i = 0; i < LABELS + 9; i++) {
      http().createBody("many_" + i, "return 1;").ok();
      http().call("many_" + i).ok();
    }
    for (int i = 0; i < 5; i++) http().call("many_7").ok();
    MetricFamily calls = Metric.family(FORGE.client(), "forge_call_duration_seconds");
    assertThat(calls.getMetrics()).hasSizeLessThanOrEqualTo(LABELS);
    assertThat(histogram("forge_call_duration_seconds", "skill", "_others").getSampleCount())
        .isPositive();
    assertThat(histogram("forge_call_duration_seconds", "skill", "many_7").getSampleCount())
        .isPositive();
  }

  @Test
  void howSkillsStandIsToldAndNobodyIsWoken() {
    try (Residents residents = new Residents(FORGE.bundleContext())) {
      http().createBody("sleeper", "return 1;").ok();
      await()
          .atMost(30, SECONDS)
          .until(() -> Metric.of(FORGE.client(), "forge_skills_resident") == 0);
      int up = residents.broughtUp().size();
      for (int i = 0; i < 20; i++) {
        FORGE.client().get("/metrics");
        FORGE.client().get("/openapi.json");
      }
      assertThat(residents.broughtUp()).hasSize(up);
      long known = Metric.of(FORGE.client(), "forge_skills_known");
      assertThat(known).isPositive();
      assertThat(Metric.of(FORGE.client(), "forge_skills_parked")).isEqualTo(known);
      assertThat(counters("forge_lifecycle_total").get(Map.of("kind", "parked"))).isPositive();
    }
  }

  @Test
  void switchesAreTold() {
    http().halt("an exercise").ok();
    assertThat(Metric.of(FORGE.client(), "forge_halted")).isEqualTo(1);
    http().call("sleeper");
    assertThat(counters("forge_calls_turned_away_total").get(Map.of("kind", "halted")))
        .isPositive();
    http().resume().ok();
    http().hotReload(false).ok();
    http().safety(true).ok();
    assertThat(Metric.of(FORGE.client(), "forge_halted")).isZero();
    assertThat(Metric.of(FORGE.client(), "forge_hot_reload")).isZero();
    assertThat(Metric.of(FORGE.client(), "forge_safety")).isEqualTo(1);
    http().hotReload(true).ok();
    http().safety(false).ok();
  }

  @Test
  void theJvmIsTold() {
    List<MetricFamily> all = Metric.all(FORGE.client());
    assertThat(all)
        .extracting(MetricFamily::getName)
        .contains(
            "forge_info",
            "jvm_memory_used_bytes",
            "jvm_threads_current",
            "jvm_classes_loaded",
            "jvm_gc_collections_total",
            "process_cpu_seconds_total",
            "process_start_time_seconds",
            "process_uptime_seconds")
        .doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(family -> assertThat(family.getType()).isNotEqualTo(MetricType.SUMMARY));
    assertThat(Metric.of(FORGE.client(), "process_uptime_seconds")).isPositive();
  }
}
