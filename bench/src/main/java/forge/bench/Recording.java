// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** What a flight recording tells: where time and memory went, pauses, locks and forced writes. */
final class Recording {

  /** Frames of these packages tell which part of the product was at work; the deepest decides. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("com.sun.tools.javac", "javac");
    PARTS.put("org.eclipse.jdt", "ECJ");
    PARTS.put("aQute.", "bnd");
    PARTS.put("org.objectweb.asm", "ASM");
    PARTS.put("org.apache.felix.scr", "Declarative Services");
    PARTS.put("org.apache.felix.framework", "OSGi framework");
    PARTS.put("org.eclipse.jetty", "Jetty");
    PARTS.put("org.apache.felix.http", "HTTP whiteboard");
    PARTS.put("com.google.gson", "JSON");
    PARTS.put("org.eclipse.jgit", "git");
    PARTS.put("dev.harrel", "JSON Schema");
    PARTS.put("forge.core.data", "JSON");
    PARTS.put("forge.core.", "forge-core");
    PARTS.put("forge.runtime", "launcher");
    PARTS.put("forge.http", "forge-http");
    PARTS.put("forge_gen_", "the skill");
  }

  private final Map<String, Double> parts = new TreeMap<>();
  private final Map<String, Double> frames = new TreeMap<>();
  private final Map<String, Double> allocatingParts = new TreeMap<>();
  private final Map<String, Double> allocated = new TreeMap<>();
  private final Map<String, Double> contended = new TreeMap<>();
  private final List<List<String>> stacks = new ArrayList<>();
  private Duration pauses = Duration.ZERO;
  private Duration blocked = Duration.ZERO;
  private Duration forced = Duration.ZERO;
  private int forces;
  private double bytes;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** Reads all of it. */
  Recording(Path file) throws IOException {
    try (RecordingFile in = new RecordingFile(file)) {
      while (in.hasMoreEvents()) read(in.readEvent());
    }
  }

  private void read(RecordedEvent event) {
    if (event.getStartTime().isBefore(first)) first = event.getStartTime();
    if (event.getEndTime().isAfter(last)) last = event.getEndTime();
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> sample(event.getStackTrace());
      case "jdk.ObjectAllocationSample" -> allocation(event);
      case "jdk.GCPhasePause" -> pauses = pauses.plus(event.getDuration());
      case "jdk.JavaMonitorEnter" -> {
        blocked = blocked.plus(event.getDuration());
        String type = type(event.getClass("monitorClass"));
        contended.merge(type, event.getDuration().toNanos() / 1e6, Double::sum);
      }
      case "jdk.FileForce" -> {
        forced = forced.plus(event.getDuration());
        forces++;
      }
      default -> {}
    }
  }

  private void sample(RecordedStackTrace trace) {
    if (trace == null) return;
    List<String> stack = trace.getFrames().stream().map(Recording::told).toList();
    parts.merge(part(stack), 1.0, Double::sum);
    frames.merge(stack.get(0), 1.0, Double::sum);
    List<String> fromRoot = new ArrayList<>(stack);
    Collections.reverse(fromRoot);
    stacks.add(fromRoot);
  }

  private void allocation(RecordedEvent event) {
    double weight = event.getLong("weight");
    bytes += weight;
    allocated.merge(type(event.getClass("objectClass")), weight, Double::sum);
    RecordedStackTrace trace = event.getStackTrace();
    if (trace == null) return;
    allocatingParts.merge(
        part(trace.getFrames().stream().map(Recording::told).toList()), weight, Double::sum);
  }

  private static String type(RecordedClass type) {
    if (type == null) return "?";
    String name = type.getName();
    if (!name.startsWith("[")) return name;
    return switch (name) {
      case "[B" -> "byte[]";
      case "[C" -> "char[]";
      case "[I" -> "int[]";
      case "[J" -> "long[]";
      default -> name.replaceFirst("^\\[+L?", "").replace(";", "") + "[]";
    };
  }

  private static String told(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** Whose work a stack is: that of the part nearest to its top. */
  static String part(List<String> stack) {
    for (String frame : stack)
      for (Map.Entry<String, String> part : PARTS.entrySet())
        if (frame.startsWith(part.getKey())) return part.getValue();
    return "the JDK by itself";
  }

  /** Share of the processor time by part, percent. */
  Map<String, Double> parts() {
    return shares(parts);
  }

  /** Share of the processor time by method that was running, percent. */
  Map<String, Double> frames() {
    return shares(frames);
  }

  /** Share of what was allocated by part, percent. */
  Map<String, Double> allocatingParts() {
    return shares(allocatingParts);
  }

  /** Share of what was allocated by class, percent. */
  Map<String, Double> allocated() {
    return shares(allocated);
  }

  /** Milliseconds that threads stood before monitors, by their class. */
  Map<String, Double> contended() {
    return contended;
  }

  /** Each sample's frames, the outermost first. */
  List<List<String>> stacks() {
    return stacks;
  }

  /** Bytes allocated, about. */
  double bytes() {
    return bytes;
  }

  /** Share of the time that the collector stopped all threads, percent. */
  double pausePercent() {
    return 100.0 * pauses.toNanos() / Math.max(1, Duration.between(first, last).toNanos());
  }

  /** Milliseconds that threads stood before monitors. */
  double blockedMillis() {
    return blocked.toNanos() / 1e6;
  }

  /** Milliseconds in forced writes. */
  double forcedMillis() {
    return forced.toNanos() / 1e6;
  }

  /** How many writes were forced to disk. */
  int forces() {
    return forces;
  }

  private static Map<String, Double> shares(Map<String, Double> counts) {
    double all = counts.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> shares.put(entry.getKey(), 100 * entry.getValue() / all));
    return shares;
  }
}
