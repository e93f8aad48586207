// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.ForgeScript.end;
import static forge.runtime.ForgeScript.signal;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import forge.runtime.ForgeScript.Said;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The shipped archive, in a folder with a blank in its name, as real processes. */
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class ForgeScriptIT {
  private static final Pattern READY =
      Pattern.compile("Forge \\S+ is ready: (http://127\\.0\\.0\\.1:\\d+)  \\(\\d+\\.\\d s\\)");

  @TempDir static Path temp;
  @TempDir Path own;
  private static Path home;
  private ForgeScript forge;

  @BeforeAll
  static void unpack() throws Exception {
    home = ForgeScript.unpack(temp.resolve("a folder+ü"));
  }

  @BeforeEach
  void giveData() {
    forge = new ForgeScript(home, own.resolve("the data"));
  }

  @AfterEach
  void stop() throws Exception {
    forge.run("down");
  }

  private static String address(String text) {
    Matcher ready = READY.matcher(text);
    assertThat(ready.find()).as(text).isTrue();
    return ready.group(1);
  }

  private static int get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void upAnswersAndSecondUpChangesNothing() throws Exception {
    Said up = forge.run("up");
    assertThat(up.code()).as(up.text()).isZero();
    String address = address(up.text());
    assertThat(get(address + "/readyz")).isEqualTo(200);
    assertThat(get(address + "/healthz")).isEqualTo(200);
    assertThat(forge.run("list").text()).startsWith("There are no skills yet");
    String pid = forge.pid();

    Said again = forge.run("up");
    assertThat(again.code()).isZero();
    assertThat(again.text()).contains("already running: " + address).contains(pid);
    assertThat(forge.pid()).isEqualTo(pid);
  }

  /** It would go to the disk with each of the bundles. */
  @Test
  void theFrameworksNextNumberIsNotKept() throws Exception {
    assertThat(forge.run("up").code()).isZero();
    Path folder = forge.data().resolve("run/framework/bundle0");
    assertThat(folder).isDirectory();
    assertThat(folder.resolve("bundle.id")).doesNotExist();
  }

  @Test
  void statusAndLogTellWhatRuns() throws Exception {
    Said before = forge.run("status");
    assertThat(before).isEqualTo(new Said(3, "Forge is not running on " + forge.data() + "\n"));
    assertThat(forge.run("log").code()).isEqualTo(1);

    String address = address(forge.run("up").text());
    Said status = forge.run("status");
    assertThat(status.code()).isZero();
    assertThat(status.text()).contains(address, forge.pid(), forge.data().toString());
    assertThat(forge.run("log").text())
        .startsWith(forge.data().resolve("log/forge.log").toRealPath() + "\n")
        .contains(" INFO  Launcher: Forge ");
    assertThat(forge.data().resolve("run/gateway.json"))
        .content()
        .contains("\"pid\":" + forge.pid() + ",\"address\":\"" + address + "\",\"port\":");
  }

  /** It reads a pipe of its own, whatever else the JVM and the shell have to say. */
  @Test
  void upHearsOfItsOwnGatewayOnlyAndLeavesNoPipe() throws Exception {
    Said up = forge.run(Map.of("FORGE_JAVA_OPTS", "-XX:+PrintFlagsFinal -showversion"), "up");
    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.text()).hasLineCount(1);
    assertThat(get(address(up.text()) + "/readyz")).isEqualTo(200);
    try (Stream<Path> files = Files.list(forge.data().resolve("run"))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("starting"));
    }
  }

  @Test
  void interruptedUpTakesItsGatewayAlong() throws Exception {
    Process up = forge.start("up");
    Path lock = forge.data().resolve("run/lock");
    while (!Files.exists(lock) || forge.pid().isEmpty()) Thread.onSpinWait();
    long gateway = Long.parseLong(forge.pid());
    signal("INT", Long.toString(up.pid()));
    assertThat(end(up).code()).isEqualTo(130);
    Optional<ProcessHandle> left = ProcessHandle.of(gateway);
    if (left.isPresent()) left.get().onExit().get(20, SECONDS);
    assertThat(forge.run("status").code()).isEqualTo(3);
  }

  @Test
  void downEndsItAndLeavesNoTrace() throws Exception {
    forge.run("up");
    ProcessHandle gateway = ProcessHandle.of(Long.parseLong(forge.pid())).orElseThrow();
    Said down = forge.run("down");
    assertThat(down.code()).isZero();
    assertThat(down.text()).startsWith("Forge has stopped");
    gateway.onExit().get(10, SECONDS);
    assertThat(forge.data().resolve("run/gateway.json")).doesNotExist();
    assertThat(forge.data().resolve("log/forge.log")).content().endsWith("Forge has stopped\n");
    assertThat(forge.run("status").code()).isEqualTo(3);
    assertThat(forge.run("down").text()).startsWith("Forge is not running");
  }

  @Test
  void busyPortIsAClearErrorBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Said up = forge.run("up", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(up.code()).isEqualTo(1);
      assertThat(up.text())
          .startsWith("Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used")
          .contains("--port")
          .hasLineCount(1);
    }
    assertThat(forge.run("status").code()).isEqualTo(3);
  }

  @Test
  void runEndsCleanlyOnInterrupt() throws Exception {
    Process run = forge.start("run");
    BufferedReader out = run.inputReader();
    String line = out.readLine();
    while (line != null && !READY.matcher(line).matches()) line = out.readLine();
    String address = address(String.valueOf(line));
    assertThat(get(address + "/readyz")).isEqualTo(200);
    signal("INT", Long.toString(run.pid()));
    assertThat(end(run).code()).isZero();
    assertThat(forge.data().resolve("run/gateway.json")).doesNotExist();
  }

  @Test
  void killedGatewayIsSeenAndReplaced() throws Exception {
    forge.run("up");
    ProcessHandle killed = ProcessHandle.of(Long.parseLong(forge.pid())).orElseThrow();
    killed.destroyForcibly();
    killed.onExit().get();
    Said status = forge.run("status");
    assertThat(status.code()).isEqualTo(3);
    assertThat(status.text()).contains("process " + killed.pid() + ", crashed or was killed");
    assertThat(address(forge.run("up").text())).isNotEmpty();
  }

  @Test
  void processNumberInOtherHandsIsNotTheGateway() throws Exception {
    Files.createDirectories(forge.data().resolve("run"));
    String mine = Long.toString(ProcessHandle.current().pid());
    Files.writeString(forge.data().resolve("run/lock"), mine + "\n");
    Files.writeString(forge.data().resolve("run/gateway.json"), "{\"pid\":" + mine + "}\n");
    assertThat(forge.run("status").code()).isEqualTo(3);
    assertThat(forge.run("down").text()).startsWith("Forge is not running");
  }

  @Test
  void manyUpsAtOnceStartOneGateway() throws Exception {
    Process[] ups = {forge.start("up"), forge.start("up"), forge.start("up")};
    for (Process up : ups) {
      Said said = end(up);
      assertThat(said.code()).as(said.text()).isZero();
      assertThat(said.text()).contains("http://127.0.0.1:");
    }
    assertThat(forge.run("status").text()).contains(forge.pid());
  }

  @Test
  void unresolvedBundleIsNamedWithWhatItNeeds() throws Exception {
    Path broken = ForgeScript.unpack(own.resolve("broken"));
    Path list = broken.resolve("bundles/bundles.list");
    Files.writeString(
        list, Files.readString(list).replaceAll("org\\.osgi\\.util\\.promise.*\n", ""));
    Said up = new ForgeScript(broken, forge.data()).run("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.text())
        .contains("org.apache.felix.scr", "does not resolve")
        .contains("osgi.wiring.package=org.osgi.util.promise");
  }

  @Test
  void wrongUseIsExplained() throws Exception {
    assertThat(forge.run("fly")).isEqualTo(wrong("unknown command 'fly'"));
    assertThat(forge.run()).isEqualTo(wrong("say what to do"));
    assertThat(forge.run("up", "--prot", "1")).isEqualTo(wrong("unknown argument '--prot'"));
    assertThat(forge.run("up", "--port")).isEqualTo(wrong("--port needs a value"));
    assertThat(forge.run("up", "--port", "x").code()).isEqualTo(2);
    assertThat(forge.run("up", "--host", "0.0.0.0").text())
        .contains("without tokens; make one first");
    assertThat(forge.run("help").text()).startsWith("Usage: forge COMMAND");
  }

  private static Said wrong(String why) {
    return new Said(2, "forge: " + why + "; see 'forge help'\n");
  }
}
