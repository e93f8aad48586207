// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Events.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Server-sent events as bytes. JSON is one line, so data is one line. */
final class Frame {

  /** The first thing on a stream: it opens the way, and says when to come again. */
  static final byte[] HELLO = ascii("retry: 3000\n: forge\n\n");

  /** A comment: it says nothing but that somebody is still there. */
  static final byte[] BEAT = ascii(":\n\n");

  private Frame() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** An event of the forge. */
  static byte[] of(Event event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("kind", event.kind());
    data.put("at", event.at().toString());
    data.putAll(event.facts());
    String id = event.id().isEmpty() ? "" : "id: " + event.id() + "\n";
    return of(id, event.kind(), Json.write(data));
  }

  /** Some JSON under a word. */
  static byte[] of(String word, byte[] json) {
    return of("", word, json);
  }

  private static byte[] of(String id, String word, byte[] json) {
    var frame = new ByteArrayOutputStream(json.length + 64);
    frame.writeBytes(ascii(id + "event: " + word + "\ndata: "));
    frame.writeBytes(json);
    frame.writeBytes(ascii("\n\n"));
    return frame.toByteArray();
  }
}
