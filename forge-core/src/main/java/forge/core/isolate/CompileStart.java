// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.compile.Visible;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts processes that compile, as confined as the system can. Used by one thread. */
final class CompileStart {

  /** What the heap of one may be. */
  static final int HEAP_MB = 256;

  private final Path jar;
  private final CompileJar.Classes classes;
  private final Optional<Path> compiler;
  private final CompileArchive archive;
  private Confinement confinement;

  CompileStart(Path jar, CompileJar.Classes classes, Optional<Path> compiler) {
    this.jar = jar;
    this.classes = classes;
    this.compiler = compiler;
    this.archive = new CompileArchive(jar);
  }

  /** Has the next ones start faster; gives whether there was something to do. */
  boolean prepare(Visible visible) throws IOException {
    return compiler.isEmpty() && archive.make(program(List.of()), visible);
  }

  void close() {
    archive.close();
  }

  CompileProcess start() throws IOException {
    if (confinement == null) {
      CompileJar.write(jar, classes, compiler);
      confinement = Confinement.found(jar);
    }
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new CompileProcess(builder.start());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(confinement.prefix(HEAP_MB));
    command.addAll(program(compiler.isEmpty() ? archive.options() : sameModules()));
    return command;
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
