// SPDX-License-Identifier: Apache-2.0
package forge.core.audit;

import forge.core.data.Digest;
import forge.live.AuditTrail;
import forge.live.ForgeEvent;
import forge.live.ForgeEvent.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail on disk: {@code audit/<first>.jsonl}, a line an event, each with the hash of the
 * one before, through all files; a file is named after the number of its first event.
 *
 * <p>An event is on the disk before what it tells comes to pass, so nothing happens untold. What a
 * crash left behind the last line end was never told to anybody, and is cut off.
 */
@Component(service = {AuditLog.class, AuditTrail.class})
public final class AuditLog implements AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  /** A file this large is closed, and the next one begun. */
  private static final long MAX_FILE = 8L << 20;

  /** More than can be under way at once. */
  private static final int NEWEST = 500;

  /** What says where a skill stands. */
  private static final Set<Kind> STATES =
      EnumSet.of(
          Kind.ACTIVATED,
          Kind.PENDING,
          Kind.AWAITING_APPROVAL,
          Kind.ROLLED_BACK,
          Kind.RETIRED,
          Kind.UNDONE,
          Kind.REJECTED,
          Kind.EXPIRED);

  private static final String FIRST_PREVIOUS = "0".repeat(64);

  private final Path folder;
  private final long maxFile;
  private volatile Listener listener = (number, at, told) -> {};
  private FileChannel out;
  private long seq;
  private String last = FIRST_PREVIOUS;

  /**
   * One event before it has its place in the chain.
   *
   * @param order the order that brought it about, for who listens; the trail does not keep it
   */
  public record Told(
      Kind kind,
      String skill,
      String version,
      String sha256,
      String who,
      String door,
      String detail,
      String order) {

    /** Of no order. */
    public Told(
        Kind kind,
        String skill,
        String version,
        String sha256,
        String who,
        String door,
        String detail) {
      this(kind, skill, version, sha256, who, door, detail, "");
    }

    /** About no version. */
    public static Told of(Kind kind, String skill, String who, String door, String detail) {
      return new Told(kind, skill, "", "", who, door, detail);
    }
  }

  /** Hears of each event once it is on the disk, in order; must return at once. */
  @FunctionalInterface
  public interface Listener {

    /** One event, with its number and its time. */
    void told(long seq, Instant at, Told told);
  }

  /** Tells one who listens from now on, in place of the one before. */
  public void listen(Listener next) {
    listener = next;
  }

  /** Opens the trail in the folder that the framework property {@code forge.data} names. */
  @Activate
  public AuditLog(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("forge.data")).resolve("audit"), MAX_FILE);
  }

  AuditLog(Path folder, long maxFile) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.maxFile = maxFile;
    List<Path> files = files();
    Path newest = files.isEmpty() ? file(1) : files.get(files.size() - 1);
    cutOff(newest);
    for (int i = files.size() - 1; i >= 0 && seq == 0; i--) resume(files.get(i));
    out = open(newest);
  }

  private static void cutOff(Path file) throws IOException {
    if (!Files.exists(file)) return;
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') end--;
    if (end == bytes.length) return;
    LOG.warn("{} ended in the middle of a line; the rest of it is cut off", file.getFileName());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
  }

  private void resume(Path file) throws IOException {
    List<String> lines = lines(file);
    if (lines.isEmpty()) return;
    try {
      ForgeEvent event = AuditLine.read(lines.get(lines.size() - 1));
      seq = event.seq();
      last = event.hash();
    } catch (RuntimeException e) {
      // The chain goes on from what is there; verify() will name the line.
      LOG.error("The last line of the audit trail {} is damaged", file.getFileName());
      seq = first(file) - 1 + lines.size();
      last = Digest.sha256(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Deactivate
  synchronized void close() throws IOException {
    out.close();
  }

  private Path file(long first) {
    return folder.resolve("%012d.jsonl".formatted(first));
  }

  private static long first(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{12}\\.jsonl"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Adds events; they survive a loss of power when this returns.
   *
   * @return the number of the last of them
   * @throws IOException when they cannot be written; none of them is there then
   */
  public long append(List<Told> told) throws IOException {
    return append(told, number -> {});
  }

  /**
   * Adds events, as {@link #append(List)} does.
   *
   * @param written is told the number of the last of them once they are written and before they are
   *     on the disk, so that what they tell of can go to the disk beside them; must return at once,
   *     and what it began must be taken back when this throws
   */
  public synchronized long append(List<Told> told, LongConsumer written) throws IOException {
    if (out.size() >= maxFile) rotate();
    long before = out.size();
    long nextSeq = seq;
    String hash = last;
    Instant at = Instant.now();
    StringBuilder lines = new StringBuilder();
    for (Told one : told) {
      String line = AuditLine.write(++nextSeq, at, one, hash);
      hash = AuditLine.hashOf(line);
      lines.append(line).append('\n');
    }
    try {
      ByteBuffer rest = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) out.write(rest);
      written.accept(nextSeq);
      out.force(false);
    } catch (IOException | RuntimeException | Error e) {
      out.truncate(before);
      throw e;
    }
    last = hash;
    for (Told one : told) listener.told(++seq, at, one);
    return seq;
  }

  private void rotate() throws IOException {
    FileChannel next = open(file(seq + 1));
    out.close();
    out = next;
  }

  @Override
  public List<ForgeEvent> read(long after, int limit) {
    List<ForgeEvent> events = new ArrayList<>();
    List<Path> files = files();
    for (int i = 0; i < files.size(); i++) {
      if (i + 1 < files.size() && first(files.get(i + 1)) <= after + 1) continue;
      Path file = files.get(i);
      for (String line : lines(file)) {
        Optional<ForgeEvent> event = whole(line);
        if (event.isPresent() && event.get().seq() > after) events.add(event.get());
        if (events.size() >= limit) return events;
      }
    }
    return events;
  }

  /** The number of the last event; 0 when there is none. */
  public synchronized long lastSeq() {
    return seq;
  }

  /** When the last event was told; long ago when there is none. */
  public Instant lastAt() {
    List<ForgeEvent> newest = read(lastSeq() - 1, 1);
    return newest.isEmpty() ? Instant.EPOCH : newest.get(0).at();
  }

  /** The last event about each skill among the newest few: what a crash may have cut short. */
  public List<ForgeEvent> lastOfEachSkill() {
    Map<String, ForgeEvent> last = new LinkedHashMap<>();
    long from;
    synchronized (this) {
      from = Math.max(0, seq - NEWEST);
    }
    for (ForgeEvent event : read(from, Integer.MAX_VALUE))
      if (!event.skill().isEmpty() && STATES.contains(event.kind())) last.put(event.skill(), event);
    return List.copyOf(last.values());
  }

  /** Bytes that are no text become a text that fits no hash. */
  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ForgeEvent> whole(String line) {
    try {
      return Optional.of(AuditLine.read(line));
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
  }

  @Override
  public Verdict verify() {
    long number = 0;
    String previous = FIRST_PREVIOUS;
    long end;
    synchronized (this) {
      end = seq;
    }
    for (Path file : files())
      for (String line : lines(file)) {
        if (++number > end) return new Verdict(end, Optional.empty(), "");
        Optional<String> fault = AuditLine.fault(line, number, previous);
        if (fault.isPresent()) return new Verdict(number, Optional.of(number), fault.get());
        previous = AuditLine.hashOf(line);
      }
    if (number < end)
      return new Verdict(number, Optional.of(number + 1), "lines are missing at the end");
    return new Verdict(number, Optional.empty(), "");
  }
}
