// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The lists of classes are those of the product, and a start without an archive goes by them. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ClassesAheadIT {
  private static final Pattern LOADED = Pattern.compile("(?m)^(\\S+) source: (\\S+).*\n");

  @TempDir Path temp;
  private ForgeScript forge;

  @AfterEach
  void stop() throws Exception {
    forge.run("down");
  }

  private Path started() throws Exception {
    forge = new ForgeScript(ForgeScript.unpack(temp.resolve("product")), temp.resolve("data"));
    Path log = temp.resolve("classes.txt");
    String options = "-Xlog:class+load:file=" + log + ":none";
    var up = forge.run(Map.of("FORGE_ARCHIVE", "off", "FORGE_JAVA_OPTS", options), "up");
    assertThat(up.code()).as(up.text()).isZero();
    return log;
  }

  /** Nobody orders one, and nobody but the list asks for most of its classes then. */
  @Test
  void thoseOfTheFirstSkillAreThereBeforeItIsOrdered() throws Exception {
    Path log = started();
    List<String> wanted = ClassesAhead.names(ClassesAhead.FIRST_SKILL);
    while (share(wanted, loaded(log).keySet()) < 0.9) Thread.onSpinWait();
  }

  @Test
  void theListOfTheStartIsUpToDate() throws Exception {
    Path log = started();
    Set<String> listed = new HashSet<>(ClassesAhead.names(ClassesAhead.START));
    Map<String, String> loaded = loaded(log);
    assertThat(share(listed, loaded.keySet())).as("of the list, what there is").isGreaterThan(0.9);
    Set<String> read = new HashSet<>(loaded.keySet());
    read.removeIf(name -> !loaded.get(name).matches("(jrt|file):.*"));
    read.removeIf(name -> name.contains("$$") || name.contains("$Proxy"));
    read.removeAll(ClassesAhead.names(ClassesAhead.FIRST_SKILL));
    assertThat(share(read, listed))
        .as("of what is read, what the list has; bench/run classes writes it anew")
        .isGreaterThan(0.85);
  }

  /** Where each came from. */
  private static Map<String, String> loaded(Path log) throws IOException {
    Map<String, String> sources = new HashMap<>();
    Matcher line = LOADED.matcher(Files.readString(log));
    while (line.find()) sources.put(line.group(1), line.group(2));
    return sources;
  }

  private static double share(Collection<String> of, Set<String> in) {
    return of.stream().filter(in::contains).count() / (double) of.size();
  }
}
