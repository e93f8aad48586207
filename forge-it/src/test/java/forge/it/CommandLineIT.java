// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import forge.it.Bash.Said;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forge} as a command, run as a person would, against a gateway of its own. */
class CommandLineIT {

  /** What shells, JSON, Java and terminals each read in a way of their own. */
  static final String HARD =
      "Ünï 'single' \"double\" \\ \\n */ // $HOME `id` %s & <b> 世界 🌍 \u202e";

  @TempDir static Path data;
  @TempDir Path folder;
  private static ForgeProcess forge;
  private Bash bash;

  @BeforeAll
  static void start() throws IOException {
    forge = ForgeProcess.start(data);
  }

  @AfterAll
  static void stop() {
    forge.close();
  }

  @BeforeEach
  void open() {
    bash = new Bash(folder).with("FORGE_DATA", data.toString());
  }

  /** A text as one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static JsonObject json(Said said) {
    return JsonParser.parseString(said.good().out()).getAsJsonObject();
  }

  @Test
  void theOptimizingCompilerGivesWayToWhomSomebodyWaitsFor() {
    Awaitility.await()
        .ignoreExceptionsInstanceOf(IOException.class) // of threads that end while they are read
        .untilAsserted(() -> assertThat(nices("C2 Compiler")).containsOnly("5"));
  }

  /** How nice the gateway's threads of that name are; see proc(5), {@code /proc/pid/stat}. */
  private static List<String> nices(String name) throws IOException {
    List<String> nices = new ArrayList<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + forge.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        String[] stat = Files.readString(thread.resolve("stat")).split("[()]");
        if (stat[1].startsWith(name)) nices.add(stat[2].strip().split(" ")[16]);
      }
    }
    return nices;
  }

  @Test
  void fromSpecToRetirement() throws Exception {
    bash.file("body.txt", "return (long) text.strip().split(\"\\\\s+\").length;\n");
    bash.file("example.json", "{\"input\":{\"text\":\"a b c\"},\"output\":3}");
    Said made =
        bash.run(
            "forge create cl_words --description 'Counts words' --param text:string:required"
                + " --returns integer --body body.txt --example example.json");
    assertThat(made.good().out())
        .contains("cl_words 1.0.0 is live  (compiled in ")
        .contains("Call it:  forge call cl_words text=STRING");
    assertThat(bash.run("forge call cl_words 'text=to be or not'").good().out()).isEqualTo("4\n");
    assertThat(bash.run("forge list cl_words").good().out())
        .matches("(?s)NAME +VERSION .*\ncl_words +1\\.0\\.0 +live +\\d+ .*Counts words\n");
    assertThat(bash.run("forge show cl_words").good().out())
        .contains("tier     guarded, by default")
        .contains("cl_words 1.0.0  live", "text       required  string", "answers  integer");
    bash.file(
        "asks.json", "{\"name\":\"cl_asks\",\"body\":\"return 1;\",\"grants\":{\"env\":[\"TZ\"]}}");
    bash.run("forge create --spec asks.json");
    assertThat(bash.run("forge list cl_asks").good().out()).contains("GRANTS", " env ");
    assertThat(bash.run("forge show cl_asks").good().out()).contains("{\"env\":[\"TZ\"]}");
    String waits = bash.run("forge approve").good().out();
    assertThat(waits).contains("wants    env TZ");
    String digest = waits.replaceAll("(?s).*forge approve (sha256:\\w{64})\n.*", "$1");
    bash.run("forge approve --reject " + digest).good();
    assertThat(bash.run("forge source cl_words").good().out()).contains("text.strip()");

    bash.run("sed -i 's/length/length + 1/' body.txt; rm example.json");
    bash.run("forge create cl_words --param text:string:required --body body.txt").good();
    assertThat(bash.run("forge versions cl_words").good().out())
        .containsPattern("1\\.0\\.0 ")
        .containsPattern("live .* template|live .* body");
    assertThat(bash.run("forge diff cl_words").good().out()).contains("+", "length + 1");
    assertThat(bash.run("forge rollback cl_words 1.0.0").good().out()).contains("back at 1.0.0");
    assertThat(bash.run("forge call cl_words text=a").good().out()).isEqualTo("1\n");
    assertThat(bash.run("forge retire cl_words").good().out()).contains("retired");
    bash.run("forge call cl_words text=a").ended(1, "forge: unknown skill: cl_words");
    assertThat(bash.run("forge audit --limit 4").good().out())
        .containsPattern("retired +cl_words")
        .contains(System.getProperty("user.name"));
    assertThat(bash.run("forge audit --verify").good().out()).startsWith("The trail is whole: ");
  }

  @Test
  void textsSurviveWhateverTheLocale() throws Exception {
    for (String locale : List.of("C", "POSIX", "C.UTF-8")) {
      bash.with("LC_ALL", locale);
      String text = HARD + "\nnext line\t" + locale;
      bash.run("forge create cl_echo --param a:string --description " + quoted(text)).good();
      assertThat(json(bash.run("forge show cl_echo --json")).get("description").getAsString())
          .isEqualTo(text);
      Said called = bash.run("forge call cl_echo " + quoted("a=" + text));
      assertThat(json(called).get("a").getAsString()).isEqualTo(text);
      bash.file("ünï 世.json", "{\"a\":\"ü\"}");
      Said file = bash.run("forge call cl_echo --json 'ünï 世.json'");
      assertThat(json(file).get("a").getAsString()).isEqualTo("ü");
    }
  }

  @Test
  void noTextOfASkillSteersATerminal() throws Exception {
    bash.run("forge create cl_evil --description $'\\e[31m\\e]0;x\\a red\\nline'").good();
    assertThat(bash.run("forge list cl_evil").good().out()).doesNotContain("\u001b");
    String screen = bash.onTerminal("forge show cl_evil");
    assertThat(screen).contains("red").doesNotContain("\u001b[31m", "\u001b]");
  }

  @Test
  void coloursAndWidthOnATerminalOnly() throws Exception {
    bash.run("forge create cl_wide --description " + quoted("wide ".repeat(40))).good();
    assertThat(bash.run("forge list cl_wide").good().out())
        .doesNotContain("\u001b")
        .contains("wide ".repeat(39));
    String screen = bash.onTerminal("forge list cl_wide");
    assertThat(screen).startsWith("\u001b[1mNAME").contains("…");
    for (String line : screen.replaceAll("\u001b\\[[0-9;]*m", "").split("\n"))
      assertThat(line.length()).isLessThanOrEqualTo(60);
    assertThat(bash.with("NO_COLOR", "1").onTerminal("forge list cl_wide"))
        .startsWith("NAME")
        .doesNotContain("\u001b");
  }

  @Test
  void findingsAsACompilerShowsThem() throws Exception {
    Said said = bash.run("echo 'return foo(1);' | forge create cl_bad --body -");
    said.ended(
        1, "return foo(1);\n       ^\n", "1 error\n", "forge: cl_bad was refused at CLASSES");
    assertThat(said.err()).startsWith("ClBad.java:").contains(": error: cannot find symbol\n");
    assertThat(said.out()).isEmpty();
    Said machine = bash.run("echo 'return foo(1);' | forge create cl_bad --body - --json");
    assertThat(machine.code()).isEqualTo(1);
    assertThat(machine.err()).isEmpty();
    assertThat(JsonParser.parseString(machine.out()).getAsJsonObject().has("cargo_stderr"))
        .isTrue();
  }

  @Test
  void badInputIsExplained() throws Exception {
    bash.run("forge create cl_typed --param n:integer:required --param l:array").good();
    bash.run("forge call cl_typed n=x").ended(2, "'n' takes integer", "write e.g. 3");
    bash.run("forge call cl_typed n=1 'l=[1,'").ended(2, "'l' takes array", "quote it");
    bash.run("forge call cl_typed --json nothing.json").ended(2, "there is no file nothing.json");
    bash.run("echo '{\"n\":' | forge call cl_typed --json -").ended(2, "standard input is no JSON");
    bash.run("forge call cl_typed").ended(1, "'n' is required");
    bash.run("forge create Bad").ended(1, "must be snake_case");
    bash.run("forge create x --param a:banana").ended(1, "unknown type 'banana'");
    bash.run("forge create x --bodi y").ended(2, "unknown option '--bodi'", "forge help create");
    bash.run("forge").ended(2, "say what to do");
    bash.run("forge fly").ended(2, "unknown command 'fly'");
    bash.run("forge rollback cl_typed 9.9.9").ended(1, "has no version '9.9.9'");
    bash.run("forge source cl_typed >/dev/full").ended(1, "the output cannot be written");
  }

  @Test
  void switchesOfTheForge() throws Exception {
    try {
      bash.run("forge disable").good();
      assertThat(bash.run("forge create cl_later").out())
          .contains("cl_later 1.0.0 is kept", "forge enable && forge trigger cl_later");
      assertThat(bash.run("forge create cl_later").code()).isEqualTo(4);
      bash.run("forge enable && forge trigger cl_later && forge call cl_later").good();
      bash.run("forge safety on").good();
      Said waits = bash.run("forge create cl_asked");
      assertThat(waits.code()).isEqualTo(4);
      String list = bash.run("forge approve").good().out();
      assertThat(list).contains("cl_asked 1.0.0  (new)", "Approve:  forge approve sha256:");
      String digest = list.replaceAll("(?s).*forge approve (sha256:\\w{64})\n.*", "$1");
      bash.run("forge approve " + digest.substring(0, 17)).good();
      assertThat(bash.run("forge approve").good().out()).contains("Nothing waits");
      bash.run("forge halt 'a \"drill\"'").good();
      bash.run("forge call cl_asked").ended(1, "halted");
      bash.run("forge resume && forge call cl_asked").good();
    } finally {
      bash.run("forge resume; forge safety off; forge enable").good();
    }
  }

  @Test
  void interruptEndsARunningCallQuietly() throws Exception {
    bash.file("body.txt", "Thread.sleep(60_000); return 1L;");
    bash.run("forge create cl_slow --body body.txt --returns integer").good();
    Process call = bash.start("exec forge call cl_slow");
    Awaitility.await().until(() -> forge.runs("cl_slow"));
    interruptQuietly(call);
    bash.run("forge halt over && forge resume").good();
  }

  /** Java 25 complains when a signal comes to it before it knows of modules. */
  @RepeatedTest(30)
  void interruptWhileTheCommandStartsEndsItQuietly(RepetitionInfo at) throws Exception {
    Process events = bash.start("exec forge events -f >/dev/null");
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> events.info().arguments().map(CommandLineIT::isClient).orElse(false));
    Thread.sleep(2L * at.getCurrentRepetition()); // each at another moment of the start
    interruptQuietly(events);
  }

  private static boolean isClient(String... arguments) {
    return Arrays.stream(arguments).anyMatch(argument -> argument.contains("/lib/forge-cli-"));
  }

  private void interruptQuietly(Process command) throws Exception {
    Bash.interrupt(command);
    assertThat(bash.text("out") + bash.text("err")).isEmpty();
  }

  @Test
  void consoleAddressIsPrinted() throws Exception {
    Files.writeString(folder.resolve("xdg-open"), "#!/bin/sh\necho \"$1\" >\"$OPENED\"\n");
    assertThat(folder.resolve("xdg-open").toFile().setExecutable(true)).isTrue();
    assertThat(bash.run("forge open").good().out()).isEqualTo(forge.address() + "/\n");
    Path opened = folder.resolve("opened");
    bash.with("OPENED", opened.toString()).with("DISPLAY", ":7");
    bash.onTerminal("PATH=$PWD:$PATH forge open");
    Awaitility.await().until(() -> opened.toFile().length() > 0);
    assertThat(opened).hasContent(forge.address() + "/");
  }

  @Test
  void helpNamesEveryVerbAndTellsOfEach() throws Exception {
    String all = bash.run("forge help").good().out();
    String verbs =
        bash.run("forge completion bash | sed -n \"s/^ *words='\\(up .*\\)'$/\\1/p\"").out();
    assertThat(verbs.split(" ")).hasSizeGreaterThan(20);
    for (String verb : verbs.strip().split(" "))
      if (!verb.equals("help")) assertThat(all).containsPattern("(?m)^  " + verb + " ");
    assertThat(bash.run("forge help create").good().out()).startsWith("Usage: forge create NAME");
    assertThat(bash.run("forge create --help").good().out())
        .isEqualTo(bash.run("forge help create").out());
    assertThat(bash.run("forge help up; forge up --help").good().out()).isEqualTo(all + all);
  }
}
