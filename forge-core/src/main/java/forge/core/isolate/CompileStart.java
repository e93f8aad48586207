// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.compile.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts processes that compile, as confined as the system can. Used by one thread. */
final class CompileStart {

  /** What the heap of one may be. */
  static final int HEAP_MB = 256;

  /** With modules told there is no archive. */
  private static final boolean JAVAC = ModuleLayer.boot().findModule("jdk.compiler").isPresent();

  /**
   * The classes of a process without an archive are the product's own, and nothing else is ever
   * loaded there; the JVM verifies them when it makes the archive of them. To verify them before is
   * a fifth of the first create. The option is a diagnostic one, which another JVM need not know.
   */
  private static final List<String> NOT_VERIFIED =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private final Path jar;
  private final CompileJar.Classes classes;
  private final CompileArchive archive;
  private final boolean archived;
  private Confinement confinement;

  /**
   * Of these classes.
   *
   * @param folder where the class path of the processes is kept, as one jar, and their archive
   * @param archived whether the processes have an archive
   */
  CompileStart(Path folder, CompileJar.Classes classes, boolean archived) {
    this.jar = folder.resolve("compiler.jar");
    this.classes = classes;
    this.archived = archived && JAVAC;
    this.archive = new CompileArchive(jar);
  }

  /**
   * Where the files of processes that compile are kept: beside the product's own archive of
   * classes, for all gateways of it; with the data where none is kept there, the folder cannot be
   * written, or others than its owner cannot get there, as who runs confined is somebody else.
   */
  static Path folder(Optional<Path> archive, Path data) {
    return archive
        .map(file -> file.toAbsolutePath().getParent())
        .filter(folder -> Files.isWritable(folder) && isOpen(folder))
        .orElse(data.resolve("run"));
  }

  private static boolean isOpen(Path folder) {
    try {
      for (Path each = folder; each != null; each = each.getParent())
        if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE))
          return false;
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether the next one starts from an archive of classes, in half the time. */
  boolean isFast() {
    return archived && archive.isThere();
  }

  /** Has the next ones start faster; gives whether there was something to do. */
  boolean prepare(Visible visible) throws IOException {
    return archived && archive.make(program(List.of()), visible);
  }

  void close() {
    archive.close();
  }

  /**
   * Starts one. Its JVM does not optimize: that takes more from the first compiles than it gives to
   * the thousandth.
   */
  CompileProcess start() throws IOException {
    if (confinement == null) {
      Path folder = Files.createDirectories(jar.getParent());
      CompileJar.write(jar, classes, EcjJar.in(folder));
      confinement = Confinement.found(jar);
    }
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new CompileProcess(builder.start());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(confinement.prefix(HEAP_MB));
    command.addAll(program(options()));
    return command;
  }

  private List<String> options() {
    if (!JAVAC) return sameModules();
    List<String> options = archived ? archive.options() : List.of();
    return options.isEmpty() ? NOT_VERIFIED : options;
  }

  /** So that a runtime that was told to have no javac has none there either. */
  private static List<String> sameModules() {
    return List.of(
        "--limit-modules",
        ModuleLayer.boot().modules().stream()
            .map(Module::getName)
            .collect(Collectors.joining(",")));
  }

  private List<String> program(List<String> options) {
    List<String> program = new ArrayList<>(List.of(Confinement.java()));
    program.addAll(options);
    program.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + HEAP_MB + "m",
            "-Xms48m",
            "-Xmn24m",
            "-Xss4m",
            "-XX:MaxMetaspaceSize=128m",
            "-XX:ReservedCodeCacheSize=96m",
            "-Xlog:disable"));
    program.addAll(Confinement.CLOSED);
    program.addAll(List.of("-jar", jar.toString()));
    return program;
  }
}
