// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Times and durations, for people. */
final class Times {

  private Times() {}

  /** A moment on the wall's clock, to the second. */
  static String local(String instant) {
    try {
      return Instant.parse(instant)
          .truncatedTo(ChronoUnit.SECONDS)
          .atZone(ZoneId.systemDefault())
          .toLocalDateTime()
          .toString()
          .replace('T', ' ')
          .replaceFirst("^(.{16})$", "$1:00");
    } catch (DateTimeException e) {
      return instant;
    }
  }

  /** Milliseconds, as exact as a person cares; empty stays empty. */
  static String millis(String millis) {
    int point = millis.indexOf('.');
    if (point < 0) return millis;
    return point > 1 ? millis.substring(0, point) : millis.substring(0, point + 2);
  }

  /** A quantile of a skill's latency; empty while there is none. */
  static String latency(JsonObject skill, String quantile) {
    long micros = Json.number(Json.object(skill, "latency_us"), quantile);
    if (micros <= 0) return "";
    if (micros < 1_000) return micros + " µs";
    if (micros < 1_000_000) return micros / 1_000 + " ms";
    return micros / 1_000_000 + " s";
  }
}
