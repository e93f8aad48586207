// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The git command in one folder: what a person would type.
 *
 * @param folder where
 */
record Git(Path folder) {

  /** What the command says; it must succeed. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its commits, newest first, each in a format of {@code git log}; none when there is none. */
  List<String> log(String format, String... paths) {
    if (run("rev-list", "--all", "--count").strip().equals("0")) return List.of();
    List<String> arguments = new ArrayList<>(List.of("log", "--format=" + format, "--"));
    arguments.addAll(Arrays.asList(paths));
    return run(arguments.toArray(String[]::new)).lines().filter(line -> !line.isEmpty()).toList();
  }
}
