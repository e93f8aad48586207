// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product as a process of its own, started by its own script as {@code forge run} on a free
 * port. The data folder is the caller's and stays.
 */
public final class ForgeProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Forge \\S+ is ready: (\\S+) .*");
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path data;
  private final String address;

  private ForgeProcess(Process process, Path data, String address) {
    this.process = process;
    this.data = data;
    this.address = address;
  }

  /** The product that {@code forge.home} names, on the Java that runs this. */
  public static ForgeProcess start(Path data) throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    return start(ForgeFramework.productHome(), data, java, List.of());
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param home the unpacked product
   * @param data its data folder, created when missing
   * @param java a Java home
   * @param options for the JVM, none with a blank in it
   * @throws IllegalStateException with all it said, when it ends instead
   */
  public static ForgeProcess start(Path home, Path data, Path java, List<String> options)
      throws IOException {
    return start(home, data, java, options, Map.of());
  }

  /** The product that {@code forge.home} names, on the Java that runs this, with settings. */
  public static ForgeProcess start(Path data, Map<String, String> environment) throws IOException {
    return start(ForgeFramework.productHome(), data, environment);
  }

  /** An unpacked product, on the Java that runs this, with settings. */
  public static ForgeProcess start(Path home, Path data, Map<String, String> environment)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    return start(home, data, java, List.of(), environment);
  }

  private static ForgeProcess start(
      Path home, Path data, Path java, List<String> options, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("forge").toString(), "run", "--port", "0");
    builder.command().addAll(List.of("--data", data.toString()));
    builder.environment().put("FORGE_JAVA", java.toString());
    builder.environment().put("FORGE_JAVA_OPTS", String.join(" ", options));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader out = process.inputReader();
    String address = awaitReady(out);
    drain(out);
    return new ForgeProcess(process, data, address);
  }

  private static String awaitReady(BufferedReader out) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) return ready.group(1);
      said.add(line);
    }
    throw new IllegalStateException("Forge did not start:\n" + String.join("\n", said));
  }

  /** A process whose output nobody reads stops when the pipe is full. The log file has it all. */
  private static void drain(BufferedReader out) {
    Thread reader = new Thread(() -> out.lines().forEach(line -> {}), "forge-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Its base URL, without a slash at the end. */
  public String address() {
    return address;
  }

  /** A client of it. */
  public ForgeClient client() {
    return new ForgeClient(address);
  }

  /** Its process number. */
  public long pid() {
    return process.pid();
  }

  /** Everything it has logged so far. */
  public String log() {
    try {
      return Files.readString(data.resolve("log/forge.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers to a command of {@code jcmd}, which the JDK of these tests must have. */
  public String jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process asking =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid()), command)
              .redirectErrorStream(true)
              .start();
      return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a call of that forged skill runs: some thread of it is in the skill's own package. */
  public boolean runs(String skill) {
    return jcmd("Thread.print").contains("forge_gen_" + skill);
  }

  /** Asks it to stop, and waits; gives its exit code. */
  public int stop() throws InterruptedException {
    // By its handle: the process itself would close the stream that is being read.
    process.toHandle().destroy();
    return await();
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    await();
  }

  private int await() throws InterruptedException {
    if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return process.exitValue();
    throw new IllegalStateException("process " + process.pid() + " does not end");
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
