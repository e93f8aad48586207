// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What this system can take away from a worker beside the memory that its JVM is given: the
 * network, the user, processor time, files. Found out once, by doing it.
 *
 * @param network what takes the network away; empty: it is shared
 * @param user what takes the user and all rights away; empty: it is the gateway's own user
 * @param limits what sets limits, without that of memory
 * @param memory whether a limit of memory can be set
 */
record Confinement(List<String> network, List<String> user, List<String> limits, boolean memory) {

  private static final long MB = 1L << 20;
  private static final long BESIDE_HEAP = 384 * MB;
  private static final int PATIENCE_SECONDS = 5;
  private static final String NOBODY = "65534";
  private static final String[] KEEP = {"--no-new-privs", "--pdeathsig", "KILL"};

  /** Files of no length can be written: the pipe to the gateway is none. */
  private static final String[] LIMITS = {"--cpu=3600", "--fsize=0", "--nofile=128", "--core=0"};

  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

  /** The options of every JVM that runs or reads what others wrote. */
  static final List<String> CLOSED =
      List.of(
          "-XX:MaxDirectMemorySize=8m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          // Its output is for frames only.
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:-EnableDynamicAgentLoading",
          "-Djdk.serialFilter=!*",
          "-Djava.awt.headless=true",
          // As in the gateway: a skill writes a number the same way everywhere.
          "-Duser.language=en",
          "-Duser.country=US",
          "-Dfile.encoding=UTF-8");

  /**
   * Tries what there is; {@code file} is what a worker must be able to read. All at once first, as
   * root can and as others can: each process that tries something keeps the first skill waiting.
   */
  static Confinement found(Path file) {
    List<String> limits = command("prlimit", LIMITS);
    List<String> keep = command("setpriv", KEEP);
    List<String> network = command("unshare", "-n");
    List<String> ofAnybody = command("unshare", "-r", "-n");
    for (Confinement whole :
        List.of(
            new Confinement(network, nobody(keep), limits, true),
            new Confinement(network, keep, limits, true),
            new Confinement(ofAnybody, keep, limits, true)))
      if (whole.hasAll() && whole.reads(file)) return whole;
    return pieced(file);
  }

  private boolean hasAll() {
    return !network.isEmpty() && !user.isEmpty() && !limits.isEmpty();
  }

  /** Whatever of it works by itself. */
  private static Confinement pieced(Path file) {
    List<String> limits =
        first(command("prlimit", LIMITS), command("prlimit", "--cpu=3600", "--nofile=128"));
    boolean memory = !limits.isEmpty() && works(with(limits, "--data=" + BESIDE_HEAP));
    List<String> network = first(command("unshare", "-n"), command("unshare", "-r", "-n"));
    List<String> keep = first(command("setpriv", KEEP), command("setpriv", "--no-new-privs"));
    Confinement other = new Confinement(network, nobody(keep), limits, memory);
    if (!keep.isEmpty() && other.reads(file)) return other;
    Confinement own = new Confinement(network, keep, limits, memory);
    return own.reads(file) ? own : new Confinement(List.of(), List.of(), List.of(), false);
  }

  private static List<String> nobody(List<String> keep) {
    return with(
        keep,
        "--reuid",
        NOBODY,
        "--regid",
        NOBODY,
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all");
  }

  @SafeVarargs
  private static List<String> first(List<String>... commands) {
    for (List<String> command : commands) if (!command.isEmpty() && works(command)) return command;
    return List.of();
  }

  private static List<String> command(String program, String... options) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(file -> with(List.of(file.toString()), options))
        .orElse(List.of());
  }

  private static List<String> with(List<String> command, String... more) {
    if (command.isEmpty()) return command;
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  private boolean reads(Path file) {
    List<String> java = List.of("test", "-r", file.toString(), "-a", "-x", java());
    List<String> all = new ArrayList<>(prefix(0));
    all.addAll(java);
    return succeeds(all);
  }

  private static boolean works(List<String> command) {
    return succeeds(with(command, "true"));
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What a confined command begins with. */
  List<String> prefix(long heapMegabytes) {
    List<String> prefix =
        new ArrayList<>(
            memory ? with(limits, "--data=" + (heapMegabytes * MB + BESIDE_HEAP)) : limits);
    prefix.addAll(network);
    prefix.addAll(user);
    return prefix;
  }

  /** How a worker is started. */
  List<String> command(Path jar, long heapMegabytes, String program) {
    List<String> command = new ArrayList<>(prefix(heapMegabytes));
    command.addAll(
        List.of(
            java(),
            "-Xmx" + heapMegabytes + "m",
            "-Xss512k",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:ReservedCodeCacheSize=48m",
            // Loops that can be stopped: the end of a worker is not to wait for one.
            "-XX:+UseCountedLoopSafepoints",
            "-XX:LoopStripMiningIter=1000"));
    command.addAll(CLOSED);
    command.addAll(List.of("-cp", jar.toString(), program));
    return command;
  }

  /** Whether a worker has a network of its own, with nobody in it. */
  boolean withoutNetwork() {
    return !network.isEmpty();
  }

  /** Who a worker runs as. */
  String who() {
    return user.contains(NOBODY) ? "nobody" : "gateway";
  }

  /** What has a limit that the system keeps. */
  List<String> kept() {
    List<String> kept = new ArrayList<>();
    if (memory) kept.add("memory");
    if (!limits.isEmpty()) kept.addAll(List.of("cpu", "files"));
    if (!user.isEmpty()) kept.add("privileges");
    return kept;
  }

  /** The name of what a worker is confined by, for a log. */
  Optional<String> missing() {
    return withoutNetwork() && memory && !user.isEmpty()
        ? Optional.empty()
        : Optional.of("network " + (withoutNetwork() ? "none" : "shared") + ", limits " + kept());
  }
}
