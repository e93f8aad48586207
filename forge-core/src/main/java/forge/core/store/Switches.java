// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.core.data.Json;
import forge.live.Halt;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person has switched.
 *
 * @param hotReload whether accepted versions go live at once
 * @param safety whether each new version waits for a person
 * @param halt the halt in force
 */
public record Switches(boolean hotReload, boolean safety, Optional<Halt.Order> halt) {

  private static final Logger LOG = LoggerFactory.getLogger(Switches.class);

  /** As it is when nobody has switched anything. */
  static final Switches FIRST = new Switches(true, false, Optional.empty());

  /** When the file is damaged: nothing new goes live unseen. */
  private static final Switches CAREFUL = new Switches(false, true, Optional.empty());

  /** With hot-reload on or off. */
  public Switches withHotReload(boolean enabled) {
    return new Switches(enabled, safety, halt);
  }

  /** With a person in the loop or not. */
  public Switches withSafety(boolean enabled) {
    return new Switches(hotReload, enabled, halt);
  }

  /** With a halt in force or none. */
  public Switches withHalt(Optional<Halt.Order> order) {
    return new Switches(hotReload, safety, order);
  }

  String write() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("hot_reload", hotReload);
    plain.put("safety", safety);
    halt.ifPresent(
        order ->
            plain.put(
                "halt",
                Map.of(
                    "reason", order.reason(),
                    "who", order.who(),
                    "since", order.since().toString())));
    return Json.write(plain);
  }

  static Switches read(Path file) throws IOException {
    if (!Files.exists(file)) return FIRST;
    try {
      Map<?, ?> plain = (Map<?, ?>) Json.read(Files.readString(file));
      return new Switches(
          (Boolean) plain.get("hot_reload"),
          (Boolean) plain.get("safety"),
          Optional.ofNullable((Map<?, ?>) plain.get("halt")).map(Switches::order));
    } catch (MalformedInputException | RuntimeException e) {
      LOG.error(
          "store/switches.json is damaged ({}): hot-reload is off and a person has to approve new"
              + " versions, until they are switched again",
          e.toString());
      return CAREFUL;
    }
  }

  private static Halt.Order order(Map<?, ?> plain) {
    return new Halt.Order(
        (String) plain.get("reason"),
        (String) plain.get("who"),
        Instant.parse((String) plain.get("since")));
  }
}
