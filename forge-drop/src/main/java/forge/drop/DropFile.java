// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import forge.drop.Ledger.Entry;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the drop folder: waits until it is quiet and whole, then has it taken; waits a moment
 * when it is gone, then has its skill retired.
 *
 * <p>Until then nothing changes, so a half-copied file leaves the old version serving, and an
 * editor that deletes and creates makes a change.
 */
final class DropFile {

  private static final Logger LOG = LoggerFactory.getLogger(DropFile.class);

  /** A file that is quiet for so long and still not whole is told about. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A file that is gone for less was replaced. */
  private static final Duration AWAY = Duration.ofMillis(400);

  private final Path root;
  private final Path path;
  private final String name;
  private final Kind kind;
  private final Ledger ledger;
  private final Taker taker;
  private final ScheduledExecutorService clock;
  private final Note note;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Set when something was told of the file, so that equal looks are not taken for no change. */
  private volatile boolean told;

  private Optional<Look> seen = Optional.empty();
  private Optional<Look> done = Optional.empty();
  private long seenAt;
  private String refused = "";

  DropFile(
      Path root, Path path, Kind kind, Ledger ledger, Taker taker, ScheduledExecutorService clock) {
    this.root = root;
    this.path = path;
    this.name = root.relativize(path).toString().replace('\\', '/');
    this.kind = kind;
    this.ledger = ledger;
    this.taker = taker;
    this.clock = clock;
    this.note = new Note(path);
  }

  /** Something happened to the file. */
  void touched() {
    told = true;
    glance();
  }

  /** Looks whether something has happened to the file. */
  void glance() {
    again(kind.quiet);
  }

  private void again(Duration pause) {
    if (!due.compareAndSet(false, true)) return;
    try {
      clock.schedule(this::settle, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      due.set(false);
    }
  }

  private synchronized void settle() {
    due.set(false);
    try {
      Optional<Look> now = Look.at(path);
      if (!now.equals(seen)) {
        seen = now;
        seenAt = System.nanoTime();
        again(kind.quiet);
      } else if (now.isEmpty()) gone();
      else if (told || !now.equals(done)) present(now.get());
    } catch (RuntimeException e) {
      LOG.error("{} could not be looked at", name, e);
    }
  }

  private boolean quietFor(Duration time) {
    return System.nanoTime() - seenAt >= time.toNanos();
  }

  private void present(Look look) {
    told = false;
    try {
      require(look);
      byte[] bytes = Files.readAllBytes(path);
      if (!Look.at(path).equals(seen)) touched();
      else read(bytes);
    } catch (Rejected e) {
      refuse(e, "");
    } catch (IOException e) {
      refuse(refusal(Stage.STORE, "cannot be read (" + e + "); mend its rights"), "");
    }
  }

  /** What can be said without reading it. */
  private void require(Look look) throws IOException {
    if (look.folder())
      throw refusal(Stage.SPEC, "is a folder; a folder of skills must not be named like a file");
    if (!look.regular()) throw refusal(Stage.SPEC, "is no file that can be read");
    if (!path.toRealPath().startsWith(root))
      throw refusal(Stage.SPEC, "is a link out of the drop folder; copy the file itself");
    if (look.size() > kind.maxBytes)
      throw refusal(Stage.SPEC, "is larger than " + (kind.maxBytes >> 20) + " MiB");
  }

  private Rejected refusal(Stage stage, String message) {
    return Rejected.because(stage, "drop.file", "", path.getFileName() + " " + message);
  }

  private void read(byte[] bytes) {
    String digest = sha256(bytes);
    if (ledger.find(name).filter(entry -> entry.digest().equals(digest)).isPresent()) {
      settled("");
      note.clear();
      return;
    }
    if (digest.equals(refused)) {
      settled(refused);
      return;
    }
    Optional<String> lack = Whole.lack(kind, bytes);
    if (lack.isEmpty()) take(bytes, digest);
    else if (quietFor(PATIENCE)) refuse(refusal(Stage.SPEC, "is not whole: " + lack.get()), digest);
    else {
      told = true;
      again(kind.quiet);
    }
  }

  private void settled(String refusedDigest) {
    done = seen;
    refused = refusedDigest;
  }

  private void take(byte[] bytes, String digest) {
    try {
      ForgeReport report = taker.take(path, kind, bytes);
      settled("");
      note.clear();
      tell(report);
      if (report.outcome() != Outcome.PLANNED) took(digest, report);
    } catch (Rejected e) {
      refuse(e, digest);
    }
  }

  private void tell(ForgeReport report) {
    String then =
        switch (report.outcome()) {
          case ACTIVE -> "is in service";
          case AWAITING_APPROVAL -> "waits for a person's approval";
          case PENDING -> "waits for a restart or a trigger: hot-reload is off";
          default -> "would be accepted: its spec asks for a dry run";
        };
    LOG.info("Skill {} {} of {} {}", report.name(), report.version(), name, then);
  }

  private void took(String digest, ForgeReport report) {
    String skill = report.name().value();
    Optional<Entry> before = ledger.find(name);
    ledger
        .owner(skill)
        .filter(other -> !other.equals(name) && Look.at(root.resolve(other)).isPresent())
        .ifPresent(
            other ->
                LOG.warn(
                    "Skill {} came from {}, now from {}; keep one of them", skill, other, name));
    ledger.took(name, digest, skill, report.sha256());
    before
        .filter(entry -> entry.owner() && !entry.skill().equals(skill))
        .ifPresent(entry -> taker.retire(entry.skill(), entry.bundles(), name));
  }

  /**
   * Tells why. What is not the file's fault, a full disk or a halt, is tried again with the next
   * look around.
   */
  private void refuse(Rejected why, String digest) {
    boolean passes =
        why.stage() == Stage.STORE
            || why.findings().stream().anyMatch(finding -> finding.rule().equals("halted"));
    if (passes) done = Optional.empty();
    else settled(digest);
    LOG.warn("{} is refused: {}", name, Note.line(why.findings()));
    note.write(why);
  }

  private void gone() {
    if (!quietFor(AWAY)) {
      again(AWAY);
      return;
    }
    told = false;
    done = Optional.empty();
    refused = "";
    note.clear();
    // A folder that is gone as a whole was moved or not mounted: nobody has deleted its skills.
    if (!Files.isDirectory(root)) return;
    try {
      Optional<Entry> entry = ledger.find(name);
      entry.filter(Entry::owner).ifPresent(e -> taker.retire(e.skill(), e.bundles(), name));
      ledger.gone(name);
    } catch (Rejected e) {
      LOG.error("The skill of {} cannot be retired: {}", name, e.getMessage());
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
