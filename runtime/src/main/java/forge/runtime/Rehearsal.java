// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * A second gateway that lives for seconds, on a data folder of its own: it starts, makes skills and
 * calls them, and the JVM writes down which classes that took. When it stops it makes the archive
 * of the processes that compile, beside the one that it is for.
 */
final class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());
  private static final int AHEAD_OF_TIME = 25;
  private static final long PATIENCE_SECONDS = 300;

  /**
   * No profiles of methods: a start that has them optimizes at once what it runs some hundred times
   * only, on the processors that it starts with. The option is a diagnostic one, which another JVM
   * need not know.
   */
  private static final List<String> NO_PROFILES =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTRecordTraining");

  /** What must be the same for an archive to fit, and what surely does no harm. */
  private static final Pattern FLAG = Pattern.compile("-X[msxX][^:]*|-XX:[+-]?Use.*|--sun-misc.*");

  private static final String SKILL =
      """
      {"name":"rehearsal","params":[{"name":"text","type":"string","required":true}],\
      "body":"Map<String,Integer> n = new TreeMap<>(); for (String w : text.split(\\" \\")) \
      n.merge(w, 1, Integer::sum); return n;","examples":[{"input":{"text":"a b a"},\
      "output":{"a":2,"b":1}}]}""";

  private final Path folder;
  private final CountDownLatch stopped;

  /**
   * @param folder is free for it
   * @param stopped ends it before its time
   */
  Rehearsal(Path folder, CountDownLatch stopped) {
    this.folder = folder;
    this.stopped = stopped;
  }

  /** What this JVM was started with. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** Whether an archive was written. */
  boolean record(Path archive) throws IOException, InterruptedException {
    if (Runtime.version().feature() >= AHEAD_OF_TIME) {
      List<String> options = new ArrayList<>(NO_PROFILES);
      options.add("-XX:AOTCacheOutput=" + archive);
      return play(options, archive) && Files.exists(archive);
    }
    Path list = folder.resolve("classes.list");
    if (!play(List.of("-XX:DumpLoadedClassList=" + list), archive)) return false;
    List<String> names = ClassList.of(list, Home.current().bundles());
    return dump(names, archive) || dump(ClassList.plain(names), archive);
  }

  /** Plays everything in a gateway with these options. */
  private boolean play(List<String> options, Path archive)
      throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    List<String> program = new ArrayList<>(options);
    program.add(ClassArchive.option(archive));
    program.addAll(List.of("-Dforge.rehearsal=true", "-jar", jar()));
    Process gateway = start(program, List.of("--port", "0", "--quiet", "--data", data.toString()));
    try {
      String address = address(gateway, data.resolve("run/gateway.json"));
      if (address.isEmpty()) return false;
      for (int i = 0; i < 2; i++) ask(address + "/api/v1/forge/create", SKILL);
      ask(address + "/api/v1/skills/rehearsal", "{\"text\":\"a b\"}");
      for (String path : List.of("/readyz", "/healthz", "/metrics", "/api/v1/skills"))
        ask(address + path, "");
      Files.createFile(data.resolve("run/stop"));
      return ended(gateway);
    } finally {
      gateway.destroyForcibly();
    }
  }

  /** Empty when it does not come. */
  private String address(Process gateway, Path notice) throws IOException, InterruptedException {
    while (!Files.exists(notice)) {
      if (!gateway.isAlive() || stopped.await(100, TimeUnit.MILLISECONDS)) return "";
    }
    return Files.readString(notice).replaceAll("(?s).*\"address\":\"([^\"]*)\".*", "$1");
  }

  private static void ask(String url, String body) throws IOException {
    var connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    int status = connection.getResponseCode();
    if (status != 200) LOG.fine(() -> url + " answers " + status);
    else connection.getInputStream().readAllBytes();
  }

  private boolean dump(List<String> names, Path archive) throws IOException, InterruptedException {
    Path list = Files.write(folder.resolve("chosen.list"), names);
    Process dump =
        start(
            List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                jar()),
            List.of());
    try {
      return ended(dump) && Files.exists(archive);
    } finally {
      dump.destroyForcibly();
    }
  }

  private boolean ended(Process process) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!process.waitFor(100, TimeUnit.MILLISECONDS))
      if (stopped.getCount() == 0 || System.nanoTime() > deadline) return false;
    return process.exitValue() == 0;
  }

  private static String jar() {
    return Home.ownJar().orElseThrow().toString();
  }

  private Process start(List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    flags().stream()
        .filter(flag -> FLAG.matcher(flag).matches() && !flag.contains("ArchiveFile"))
        .forEach(command::add);
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
    command.addAll(options);
    command.addAll(arguments);
    try {
      List<String> kindly = new ArrayList<>(List.of("nice", "-n", "19"));
      kindly.addAll(command);
      return started(kindly);
    } catch (IOException e) {
      return started(command);
    }
  }

  private Process started(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("FORGE_"));
    return builder.start();
  }

  /** Takes a folder away, with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
