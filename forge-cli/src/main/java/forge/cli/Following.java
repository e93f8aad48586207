// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The verb {@code events}: what happens in a gateway, as it happens. */
final class Following {

  private static final int SILENCE_MILLIS = 60_000;
  private static final int PAUSE_MILLIS = 1_000;

  private final Task task;
  private final Screen screen;
  private String last;
  private boolean connected;

  Following(Task task) {
    this.task = task;
    this.screen = task.screen();
    this.last = task.arguments().value("after").orElse("");
  }

  /**
   * Shows events until it is stopped. A connection that breaks is made again, wherever the gateway
   * is then, and goes on after the last event shown.
   */
  int follow() throws InterruptedException {
    while (true) {
      Gateway gateway = task.gateway();
      try (InputStream in = gateway.events(last, SILENCE_MILLIS)) {
        if (!connected && !last.isEmpty())
          screen.complain("-- connected to " + gateway.address().url());
        connected = true;
        read(in);
      } catch (java.net.SocketTimeoutException e) {
        if (!connected) throw gateway.unreachable(e, true);
      } catch (IOException e) {
        lost(gateway, e);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void lost(Gateway gateway, IOException e) {
    Ended end = gateway.unreachable(e, true);
    if (last.isEmpty() && !connected) throw end;
    if (connected) screen.complain("-- the connection is lost; trying again");
    connected = false;
  }

  private void read(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    StringBuilder data = new StringBuilder();
    String id = last;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) id = line.substring(3).strip();
      else if (line.startsWith("data:")) data.append(line.substring(5).strip()).append('\n');
      else if (line.isEmpty()) {
        if (data.length() > 0) show(data.toString().strip());
        data.setLength(0);
        last = id;
      }
    }
    throw new IOException("the stream ended");
  }

  private void show(String data) {
    screen.say(task.forMachines() ? data : readable(data));
    screen.flush();
  }

  private String readable(String data) {
    try {
      return line(Json.read(data).getAsJsonObject());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Cells.line(data);
    }
  }

  private String line(JsonObject event) {
    String skill = Json.text(event, "skill") + " " + Json.text(event, "version");
    String who = Json.text(event, "who");
    String by = who.isEmpty() ? "" : "  by " + who + " (" + Json.text(event, "door") + ")";
    String detail = Json.text(event, "detail");
    String kind = Cells.line(Json.text(event, "kind"));
    return screen.faint(Times.local(Json.text(event, "at")))
        + "  "
        + screen.bold(kind)
        + " ".repeat(Math.max(0, 17 - Cells.width(kind)))
        + Cells.line("  " + skill.strip() + by + (detail.isEmpty() ? "" : "  " + detail));
  }
}
