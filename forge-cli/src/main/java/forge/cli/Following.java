// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The verb {@code events}: what happens in a gateway, as it happens. */
final class Following {

  private static final int SILENCE_MILLIS = 60_000;
  private static final int KIND = 19; // the longest word is awaiting_approval
  private static final int PAUSE_MILLIS = 1_000;
  private static final int TOO_MANY = 429; // this and what comes above may pass by itself

  private final Task task;
  private final Screen screen;
  private String last;
  private boolean reached;
  private boolean isLost;

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
      try {
        connect();
      } catch (Ended e) {
        if (!reached || e.code() != Ended.UNREACHABLE) throw e;
        lose();
      } catch (Refused e) {
        if (!reached || e.reply().status() < TOO_MANY) throw e;
        lose();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void connect() {
    Gateway gateway = task.gateway();
    if (!reached) gateway.knock();
    try (InputStream in = gateway.events(last, SILENCE_MILLIS)) {
      if (isLost) screen.complain("-- connected to " + gateway.address().url());
      isLost = false;
      reached = true;
      read(in);
    } catch (IOException e) {
      if (!reached) throw gateway.unreachable(e, true);
      // A connection that says nothing at all is dead, and another one tells more.
      if (!(e instanceof SocketTimeoutException)) lose();
    }
  }

  private void lose() {
    if (!isLost) screen.complain("-- the connection is lost; trying again");
    isLost = true;
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
    String kind = Cells.line(Json.text(event, "kind"));
    StringBuilder line = new StringBuilder();
    for (String field : new String[] {"skill", "version", "stage", "outcome", "detail"})
      add(line, " ", Json.text(event, field), "");
    add(line, "  by ", Json.text(event, "who"), "");
    add(line, " (", Json.text(event, "door"), ")");
    add(line, "  ", Times.millis(Json.text(event, "ms")), " ms");
    return screen.faint(Times.local(Json.text(event, "at")))
        + "  "
        + screen.bold(kind)
        + " ".repeat(Math.max(1, KIND - Cells.width(kind)))
        + Cells.line(line.toString());
  }

  private static void add(StringBuilder line, String before, String text, String after) {
    if (!text.isEmpty()) line.append(before).append(text).append(after);
  }
}
