// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.CommandLineIT.HARD;
import static forge.it.CommandLineIT.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import forge.it.Bash.Said;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the guide, and clients that were written for it. */
@Tag("same-on-every-jdk")
class ScriptsIT {

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
    bash = new Bash(folder).with("GATEWAY_URL", forge.address());
  }

  @Test
  void stagesTimesAndHowToCall() throws Exception {
    Said said =
        bash.run(
            "forge-hot-reload.sh weather_sentinel 'Fetches weather data' \\\n"
                + "    '[{\"name\":\"location\",\"type\":\"string\",\"required\":true}]'");
    assertThat(said.good().out())
        .matches(
            "(?s)\\[1/4] Gateway: http://127.0.0.1:\\d+, hot-reload is on\n"
                + "\\[2/4] Synthesis: skills/weather_sentinel/WeatherSentinel.java  \\(template\\)\n"
                + "\\[3/4] Compilation: \\d+ ms\n"
                + "\\[4/4] Activation: version \\d[.]\\d[.]\\d is live, \\d+ ms in all\n\n"
                + "Skill 'weather_sentinel' created and hot-reloaded successfully.*"
                + "Call it:\n  curl -X POST .*");
    String call = said.out().replaceAll("(?s).*\n  (curl .*)\n", "$1").replace("…", "\"Oslo\"");
    assertThat(bash.run(call).good().out()).contains("\"location\":\"Oslo\"");
  }

  @Test
  void textsSurviveWhateverTheLocale() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      String text = HARD + "\nnext line\t\u0001 {\"a\":1} " + locale;
      String params =
          "[{\"name\":\"a\",\"type\":\"string\",\"description\":\"ü \\\"q\\\" \\u00e9 [,]\"}]";
      bash.with("LC_ALL", locale)
          .run("forge-hot-reload.sh hard_text " + quoted(text) + " " + quoted(params))
          .good();
      JsonObject skill = forge.client().get("/api/v1/skills/hard_text").object();
      assertThat(skill.get("description").getAsString()).isEqualTo(text);
      assertThat(skill.get("input_schema").toString()).contains("ü \\\"q\\\" é [,]");
    }
  }

  @Test
  void paramsThatAreNoJsonNeverLeaveTheScript() throws Exception {
    String before = forge.client().get("/api/v1/skills").body();
    for (String params :
        List.of(
            "[",
            "{}",
            "x",
            "[{'name':'a'}]",
            "[],\"body\":\"return 1;\"",
            "[1 2]",
            "[1,]",
            "[01]",
            "[\"a\nb\"]",
            "[{\"a\":1 \"b\":2}]",
            "[]]"))
      bash.run("forge-hot-reload.sh no_json '' " + quoted(params))
          .ended(2, "PARAMS_JSON is no JSON array: " + params, "in single quotes");
    assertThat(forge.client().get("/api/v1/skills").body()).isEqualTo(before);
  }

  @Test
  void refusalsAndFindings() throws Exception {
    bash.run("forge-hot-reload.sh Bad").ended(1, "must be snake_case");
    bash.run(
            "forge-hot-reload.sh x '' '[{\"name\":\"a\",\"type\":\"b\"},{\"name\":\"-\",\"type\":1}]'")
        .ended(1, "unknown type 'b'", "params[1].");
    bash.run("forge-hot-reload.sh").ended(2, "say the NAME", "--help");
    bash.run("forge-hot-reload.sh a b [] c").ended(2, "'c' is too much");
    bash.run("forge-hot-reload.sh --fast a").ended(2, "unknown switch '--fast'");
    assertThat(bash.run("forge-hot-reload.sh --help").good().out()).startsWith("Usage: ");
  }

  @Test
  void switchesBeforeTheSkill() throws Exception {
    try {
      Said kept = bash.run("forge-hot-reload.sh --disable-hot-reload kept_skill 'not yet'");
      assertThat(kept.code()).isEqualTo(4);
      assertThat(kept.out()).contains("version 1.0.0 is kept and does not answer yet (pending)");
      Said enabled = bash.run("forge-hot-reload.sh --enable-hot-reload").good();
      assertThat(enabled.out()).contains("hot-reload is off", "Hot-reload enabled.");
      assertThat(bash.run("forge-hot-reload.sh kept_skill").good().out()).contains("is live");
    } finally {
      forge.client().post("/api/v1/forge/hot-reload/enable", "{}");
    }
  }

  /** Each of the guide's examples, with nothing changed but the port. */
  @Test
  void commandsOfTheGuide() throws Exception {
    String guide =
        new String(ScriptsIT.class.getResourceAsStream("/guide.sh").readAllBytes(), "UTF-8");
    bash.file("guide.sh", guide.replace("localhost:8000", forge.address().substring(7)));
    Said said =
        bash.run("set -e; PATH=$PATH; ln -s \"$(command -v forge-hot-reload.sh)\" .; . ./guide.sh");
    assertThat(said.good().out())
        .contains("created: true", "hot-reloaded: true", "error: \"error\"", "live skills: ");
  }

  @Test
  void startAndStop() throws Exception {
    bash.with("FORGE_DATA", folder.resolve("a \"data\" folder").toString()).with("FORGE_PORT", "0");
    assertThat(bash.run("forge-start.sh").good().out()).contains(" is ready: http://127.0.0.1:");
    assertThat(bash.run("ln -s \"$(command -v forge-stop.sh)\" halt; ./halt").good().out())
        .startsWith("Forge has stopped");
    assertThat(bash.run("forge-stop.sh").good().out()).startsWith("Forge is not running");
  }

  @Test
  void tokenAndCertificate() throws Exception {
    bash.with("FORGE_DATA", folder.resolve("locked").toString()).with("FORGE_PORT", "0");
    bash.with("KEYTOOL", System.getProperty("java.home") + "/bin/keytool");
    Said said =
        bash.run(
            """
            set -e
            store='-keystore keys.p12 -storepass changeit -alias forge'
            "$KEYTOOL" -genkeypair $store -storetype PKCS12 -keyalg EC -dname CN=localhost \
              -ext SAN=IP:127.0.0.1 2>&1
            "$KEYTOOL" -exportcert -rfc $store 2>/dev/null >ca.pem
            token=$(forge token create --role admin --name "the admin")
            export FORGE_KEYSTORE=$PWD/keys.p12 FORGE_KEYSTORE_PASSWORD=changeit
            forge up
            trap 'forge down' EXIT
            unset GATEWAY_URL
            code=0; forge list || code=$?; [ $code -eq 3 ]
            export FORGE_CA=$PWD/ca.pem
            code=0; forge list || code=$?; [ $code -eq 1 ]
            export FORGE_TOKEN=$token
            forge create locked_one
            GATEWAY_URL=$(forge open) forge-hot-reload.sh locked_two
            forge audit
            """);
    assertThat(said.good().out())
        .contains("locked_one 1.0.0 is live", "version 1.0.0 is live")
        .containsPattern("activated +locked_two +1\\.0\\.0 +the admin");
    assertThat(said.err()).contains("is not trusted", "FORGE_CA", "asks for a token");
  }
}
