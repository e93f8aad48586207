// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Metrics.Family;
import forge.live.Metrics.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers in the text format of Prometheus, version 0.0.4. */
final class PrometheusText {

  static final String TYPE = "text/plain;version=0.0.4";

  private final StringBuilder out = new StringBuilder(32 * 1024);

  private PrometheusText() {}

  static String of(List<Family> families) {
    var text = new PrometheusText();
    families.forEach(text::family);
    return text.out.toString();
  }

  private void family(Family family) {
    String type = family.type().name().toLowerCase(Locale.ROOT);
    String help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
    out.append("# HELP ").append(family.name()).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(family.name()).append(' ').append(type).append('\n');
    for (Sample sample : family.samples()) sample(family.name(), sample);
  }

  private void sample(String name, Sample sample) {
    out.append(name).append(sample.suffix());
    char before = '{';
    for (Map.Entry<String, String> label : sample.labels()) {
      out.append(before).append(label.getKey()).append("=\"");
      out.append(escaped(label.getValue())).append('"');
      before = ',';
    }
    if (before == ',') out.append('}');
    out.append(' ').append(number(sample.value())).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
