// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import forge.core.data.Histogram;
import forge.live.ForgeReport.Outcome;
import forge.live.Metrics.Family;
import forge.live.Metrics.Sample;
import forge.live.Metrics.Type;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was told, since the start. */
public final class Tally {

  private final Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<Stage, Histogram> stages = new EnumMap<>(Stage.class);

  Tally() {
    for (Outcome outcome : Outcome.values()) outcomes.put(outcome.word(), new LongAdder());
    for (Stage stage : Stage.values()) {
      stages.put(stage, new Histogram());
      refusals.put(word(stage), new LongAdder());
    }
  }

  private static String word(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  void happened(String kind) {
    kinds.computeIfAbsent(kind, key -> new LongAdder()).increment();
  }

  void passed(Stage stage, long nanos) {
    stages.get(stage).count(nanos);
  }

  void ended(Outcome outcome, Optional<Stage> refusedAt) {
    outcomes.get(outcome.word()).increment();
    refusedAt.ifPresent(stage -> refusals.get(word(stage)).increment());
  }

  /** The numbers as they are now. */
  public List<Family> read() {
    return List.of(
        Family.by(
            "outcome",
            "forge_orders_total",
            Type.COUNTER,
            "Orders that have ended, by what became of them.",
            new TreeMap<>(outcomes)),
        Family.by(
            "stage",
            "forge_order_refusals_total",
            Type.COUNTER,
            "Orders that were refused, by the stage that refused them.",
            new TreeMap<>(refusals)),
        new Family(
            "forge_stage_duration_seconds",
            Type.HISTOGRAM,
            "How long orders took for each stage that they passed.",
            stageSamples()),
        Family.by(
            "kind",
            "forge_lifecycle_total",
            Type.COUNTER,
            "What has come to pass with skills and switches, by the word of the event.",
            new TreeMap<>(kinds)));
  }

  private List<Sample> stageSamples() {
    List<Sample> samples = new ArrayList<>();
    stages.forEach(
        (stage, histogram) ->
            samples.addAll(histogram.counts().samples(List.of(Map.entry("stage", word(stage))))));
    return samples;
  }
}
