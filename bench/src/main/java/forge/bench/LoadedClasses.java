// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the lists of classes that the launcher has loaded ahead, as the JVM tells their order. */
public final class LoadedClasses {

  private static final String USAGE =
      """
      usage: bench/run classes
      Starts the product, has it make a skill and calls that, and writes down which classes were
      read for the start, and which for the skill. Best on the oldest Java: what a newer one lacks is
      passed over.
      """;

  private static final String LISTS = "runtime/src/main/resources/forge/runtime/";

  /** Not those that the JVM has in its own archive, and none that are made while it runs. */
  private static final Pattern READ = Pattern.compile("(?m)^([\\w.$]+) source: (?:jrt:|file:).*$");

  private LoadedClasses() {}

  /** See the usage. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of(), LoadedClasses::write));
  }

  private static int write(Options options) throws IOException {
    Path home = Path.of(options.text("--home").orElseThrow()).toRealPath();
    Path data = Files.createTempDirectory(Path.of(options.text("--data").orElseThrow()), "forge");
    Path log = data.resolve("classes.txt");
    String jvm = "-Dforge.recorded=true -Xlog:class+load:file=" + log + ":none";
    Map<String, String> environment = Map.of("FORGE_ARCHIVE", "off", "FORGE_JAVA_OPTS", jvm);
    Set<String> start;
    Set<String> all;
    try (ForgeProcess gateway = ForgeProcess.start(home, data, environment)) {
      start = read(log);
      Client client = new Client(gateway.address());
      Adder.forge(client, 1);
      client.call("skill_1", Map.of("n", 1L));
      all = read(log);
    } finally {
      Growth.remove(data);
    }
    all.removeAll(start);
    keep("classes-of-start.txt", start);
    keep("classes-of-first-skill.txt", all);
    return 0;
  }

  private static Set<String> read(Path log) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    Matcher line = READ.matcher(Files.readString(log));
    while (line.find()) names.add(line.group(1));
    names.removeIf(name -> name.contains("$$") || name.contains("$Proxy"));
    return names;
  }

  private static void keep(String list, Set<String> names) throws IOException {
    Path file = Driver.root().resolve(LISTS + list);
    Files.writeString(file, String.join("\n", names) + "\n");
    System.out.println(names.size() + " classes: " + file);
  }
}
