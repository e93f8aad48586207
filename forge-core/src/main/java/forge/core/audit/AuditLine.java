// SPDX-License-Identifier: Apache-2.0
package forge.core.audit;

import forge.core.data.Digest;
import forge.core.data.Json;
import forge.live.ForgeEvent;
import forge.live.ForgeEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One line of the trail: JSON whose last field is the hash of all that stands before it. */
final class AuditLine {

  private static final String HASH = ",\"hash\":\"";

  private AuditLine() {}

  static String write(long seq, Instant at, AuditLog.Told told, String previous) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seq", seq);
    fields.put("at", at.toString());
    fields.put("event", told.kind().word());
    fields.put("skill", told.skill());
    fields.put("version", told.version());
    fields.put("sha256", told.sha256());
    fields.put("who", told.who());
    fields.put("door", told.door());
    fields.put("detail", told.detail());
    fields.put("previous", previous);
    String text = Json.write(fields);
    String open = text.substring(0, text.length() - 1);
    return open + HASH + hash(open) + "\"}";
  }

  private static String hash(String open) {
    return Digest.sha256(open.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash that a line states. */
  static String hashOf(String line) {
    int at = line.lastIndexOf(HASH);
    int from = at + HASH.length();
    return at < 0 || from > line.length() - 2 ? "" : line.substring(from, line.length() - 2);
  }

  static ForgeEvent read(String line) {
    Map<?, ?> fields = (Map<?, ?>) Json.read(line);
    return new ForgeEvent(
        (Long) fields.get("seq"),
        Instant.parse((String) fields.get("at")),
        Kind.valueOf(((String) fields.get("event")).toUpperCase(Locale.ROOT)),
        (String) fields.get("skill"),
        (String) fields.get("version"),
        (String) fields.get("sha256"),
        (String) fields.get("who"),
        (String) fields.get("door"),
        (String) fields.get("detail"),
        (String) fields.get("previous"),
        (String) fields.get("hash"));
  }

  /** What is wrong with a line at its place in the chain. */
  static Optional<String> fault(String line, long number, String previous) {
    int at = line.lastIndexOf(HASH);
    if (at < 0 || !hash(line.substring(0, at)).equals(hashOf(line)))
      return Optional.of("the line was changed: its hash does not fit its content");
    ForgeEvent event;
    try {
      event = read(line);
    } catch (RuntimeException e) {
      return Optional.of("the line cannot be read");
    }
    if (!event.previous().equals(previous))
      return Optional.of("the line before was changed, removed or moved");
    return event.seq() == number
        ? Optional.empty()
        : Optional.of("it is number " + event.seq() + " in place of " + number);
  }
}
