// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.SAXParserFactory;

/** The process: settings in, a gateway that answers, an exit code out. */
public final class Launcher {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** This one is there for the gateway that started it, and not longer. */
  private static final boolean REHEARSAL = Boolean.getBoolean("forge.rehearsal");

  private final PrintStream terminal = System.out;
  private final PrintStream complaints = System.err;
  private final Optional<ClassArchive> archive =
      REHEARSAL ? Optional.empty() : ClassArchive.wanted();
  private final Optional<ClassesAhead> ahead = classesAhead();
  private final StopRequest stop = new StopRequest();
  private final Instant begun = Instant.now();

  private Launcher() {}

  /** Not where they come from an archive, and not where the JVM writes down the order of use. */
  private Optional<ClassesAhead> classesAhead() {
    boolean wanted = !REHEARSAL && !Boolean.getBoolean("forge.recorded");
    if (!wanted || archive.filter(ClassArchive::isThere).isPresent()) return Optional.empty();
    return Optional.of(new ClassesAhead(Launcher.class.getClassLoader()));
  }

  /** Runs until it is told to stop. Flags and environment: see {@link Settings}. */
  public static void main(String[] args) {
    System.exit(new Launcher().run(List.of(args)));
  }

  private int run(List<String> args) {
    ahead.ifPresent(ClassesAhead::begin);
    nameTheParser();
    stop.listenForSignals();
    if (REHEARSAL) stop.listenForParent();
    try {
      Settings settings = Settings.read(args, System.getenv());
      try (DataFolder data = DataFolder.claim(settings.data())) {
        Logs.open(data.logFile(), settings.quiet());
        return logged(settings, data);
      }
    } catch (StartFailure e) {
      complaints.println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      complaints.println("Forge cannot write its log: " + e);
      return FAILED;
    }
  }

  /** Otherwise each description of a component has all jars searched for another parser. */
  private static void nameTheParser() {
    System.setProperty(
        "javax.xml.parsers.SAXParserFactory",
        SAXParserFactory.newDefaultInstance().getClass().getName());
  }

  private int logged(Settings settings, DataFolder data) throws IOException {
    Logger log = Logger.getLogger(Launcher.class.getName());
    try (Gateway gateway = new Gateway(Home.current(), settings, data)) {
      stop.answerWith(gateway::close);
      if (stop.made()) return 0;
      gateway.start(PATIENCE);
      log.info(() -> "Forge " + Home.version() + " on Java " + Runtime.version() + " answers");
      data.announce(notice(gateway));
      // Who waits for the line looks for the notice.
      terminal.println(ready(gateway));
      gateway.announceReady();
      ahead.ifPresent(ClassesAhead::gatewayAnswers);
      stop.listenForFile(data.stopFile());
      archive.ifPresent(ClassArchive::attend);
      if (!REHEARSAL) Optimizer.giveWay();
      gateway.awaitStop();
    } catch (RuntimeException | InterruptedException e) {
      if (!stop.made()) return failed(e, settings, log);
    }
    archive.ifPresent(ClassArchive::stop);
    log.info("Forge has stopped");
    return 0;
  }

  private int failed(Exception failure, Settings settings, Logger log) {
    boolean foreseen = failure instanceof StartFailure;
    log.log(Level.SEVERE, failure.getMessage(), foreseen ? failure.getCause() : failure);
    if (settings.quiet()) complaints.println(foreseen ? failure.getMessage() : failure);
    return failure instanceof StartFailure known ? known.exitCode() : FAILED;
  }

  private String ready(Gateway gateway) {
    // The JVM's own beginning; a process's start time is known to a second only, on some systems.
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    return String.format(
        Locale.ROOT, "Forge %s is ready: %s  (%.1f s)", Home.version(), gateway.address(), seconds);
  }

  private String notice(Gateway gateway) {
    return String.format(
        Locale.ROOT,
        "{\"pid\":%d,\"address\":\"%s\",\"port\":%d,\"version\":\"%s\",\"java\":\"%s\","
            + "\"started\":\"%s\"}",
        ProcessHandle.current().pid(),
        gateway.address(),
        gateway.port(),
        Home.version(),
        Runtime.version(),
        begun.truncatedTo(ChronoUnit.MILLIS));
  }
}
