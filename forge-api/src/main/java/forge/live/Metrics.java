// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Numbers about how things go. Every service of this type is asked, and asking wakes nothing. */
@ConsumerType
public interface Metrics {

  /** What a number means. */
  enum Type {
    /** It only grows. */
    COUNTER,
    /** It goes up and down. */
    GAUGE,
    /** How many of what was measured were at most this, for some bounds. */
    HISTOGRAM
  }

  /**
   * One number.
   *
   * @param suffix behind the family's name, e.g. {@code _bucket}; mostly empty
   * @param labels what tells it from the others of its family, in order
   * @param value the number
   */
  record Sample(String suffix, List<Map.Entry<String, String>> labels, double value) {
    /** Copies the labels. */
    public Sample {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Numbers of one meaning.
   *
   * @param name in the manner of Prometheus, e.g. {@code forge_orders_total}
   * @param type what they are
   * @param help what they mean, one sentence
   * @param samples the numbers
   */
  record Family(String name, Type type, String help, List<Sample> samples) {
    /** Copies the samples. */
    public Family {
      samples = List.copyOf(samples);
    }

    /** A single number. */
    public static Family of(String name, Type type, String help, double value) {
      return new Family(name, type, help, List.of(new Sample("", List.of(), value)));
    }

    /** A number for each value of one label. */
    public static Family by(
        String label, String name, Type type, String help, Map<String, ? extends Number> values) {
      List<Sample> samples = new ArrayList<>();
      values.forEach(
          (key, value) ->
              samples.add(new Sample("", List.of(Map.entry(label, key)), value.doubleValue())));
      return new Family(name, type, help, samples);
    }
  }

  /** The numbers as they are now. */
  List<Family> read();
}
