// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.it.foreign.Roman;
import forge.testkit.ForgeFramework;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A bundle that nobody forged is served just the same, as long as it is there. */
class ForeignBundleIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"n":{"type":"integer","minimum":0}},\
      "required":["n"],"additionalProperties":false}""";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @Test
  void theTemplatesOwnBundleIsServedUntilItIsUninstalled() throws Exception {
    Bundle bundle = FORGE.bundleContext().installBundle(template());
    assertThat(http().call("template_skill", "who", "me").status()).isEqualTo(404);

    bundle.start();

    await().until(() -> http().live().contains("template_skill"));
    assertThat(http().skill("template_skill"))
        .containsEntry("origin", "bundle")
        .containsEntry("state", "live")
        .containsEntry("version", "0.1.0")
        .containsEntry("description", "Answers with what it was given.")
        .containsEntry("file_path", "");
    assertThat(http().call("template_skill", "who", "me", "times", 2).json())
        .containsExactlyEntriesOf(
            object("status", "ok", "skill", "template_skill", "who", "me", "times", 2L));
    Reply refused = http().call("template_skill", "times", 2);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("'who'");
    assertThat(http().get("/api/v1/skills/template_skill/source").status()).isEqualTo(404);

    bundle.uninstall();

    await().until(() -> !http().live().contains("template_skill"));
    assertThat(http().call("template_skill", "who", "me").status()).isEqualTo(404);
    assertThat(http().get("/api/v1/skills/template_skill").status()).isEqualTo(404);
  }

  private static String template() throws IOException {
    Path folder = Path.of(System.getProperty("forge.it.repository"), "forge/skill-template");
    try (Stream<Path> files = Files.walk(folder)) {
      Path jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
      return jar.toUri().toString();
    }
  }

  @Test
  void aServiceThatIsRegisteredByHandIsServed() throws Exception {
    Bundle bundle = install("it:roman", "3.2.1");
    try {
      await().until(() -> http().live().contains("roman_digit"));
      Map<String, Object> told = http().skill("roman_digit");
      assertThat(told).containsEntry("origin", "bundle").containsEntry("version", "3.2.1");
      assertThat((String) told.get("sha256")).matches("[0-9a-f]{64}");
      assertThat(told).containsEntry("output_schema", object("type", "string"));
      assertThat(http().call("roman_digit", "n", 9).value()).isEqualTo("IX");
      assertThat(http().call("roman_digit", "n", -1).status()).isEqualTo(400);
      assertThat(http().call("roman_digit", "n", 9, "m", 1).status()).isEqualTo(400);
      Reply refused = http().call("roman_digit", "n", 10);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.field("code")).isEqualTo("skill_error");
      assertThat(refused.message()).contains("only digits are known here, got 10");
    } finally {
      bundle.uninstall();
    }
    await().until(() -> !http().live().contains("roman_digit"));
  }

  @Test
  void aForgedSkillGoesBeforeAForeignOneOfItsName() throws Exception {
    assertThat(http().createBody("roman_digit", "return \"forged\";").status()).isEqualTo(200);
    Bundle bundle = install("it:roman-two", "9.0.0");
    try {
      assertThat(http().call("roman_digit").value()).isEqualTo("forged");
      assertThat(http().skill("roman_digit")).containsEntry("origin", "body");
      assertThat(http().delete("/api/v1/skills/roman_digit").status()).isEqualTo(200);
      assertThat(http().call("roman_digit", "n", 3).value()).isEqualTo("III");
      assertThat(http().skill("roman_digit")).containsEntry("origin", "bundle");
    } finally {
      bundle.uninstall();
    }
    assertThat(http().call("roman_digit", "n", 3).status()).isEqualTo(404);
  }

  @Test
  void aForgedSkillThatSleepsGoesBeforeAForeignOneOfItsName() throws Exception {
    assertThat(http().createBody("roman_digit", "return \"forged\";").status()).isEqualTo(200);
    FORGE.restart();
    Bundle bundle = install("it:roman-three", "9.0.0");
    try {
      assertThat(http().call("roman_digit").value()).isEqualTo("forged");
      assertThat(http().delete("/api/v1/skills/roman_digit").status()).isEqualTo(200);
      assertThat(http().call("roman_digit", "n", 4).value()).isEqualTo("IV");
    } finally {
      bundle.uninstall();
    }
  }

  @Test
  void theHigherVersionOfTwoForeignOnesIsServed() throws Exception {
    Bundle low = install("it:low", "1.0.0");
    Bundle high = install("it:high", "1.10.0");
    Bundle middle = install("it:middle", "1.9.0");
    try {
      await().until(() -> version().equals("1.10.0"));
      high.uninstall();
      await().until(() -> version().equals("1.9.0"));
    } finally {
      low.uninstall();
      middle.uninstall();
    }
  }

  private static String version() {
    return String.valueOf(http().skill("roman_digit").get("version"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"../Bad | {}", "'' | {}", "list_schema | []", "no_schema | {\"type\":", "x | 1"})
  void aServiceThatCannotBeServedIsLeftOutAndHarmsNobody(String name, String schema)
      throws Exception {
    Traces before = Traces.of(FORGE);
    Bundle bundle = install("it:unfit", "1.0.0", name, schema);
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(http().get("/api/v1/skills").text()).isEqualTo(before.skills());
    bundle.uninstall();
    assertThat(Traces.of(FORGE)).isEqualTo(before);
  }

  private static Bundle install(String location, String version)
      throws IOException, BundleException {
    return install(location, version, "roman_digit", SCHEMA);
  }

  private static Bundle install(String location, String version, String name, String schema)
      throws IOException, BundleException {
    byte[] jar = jar(version, name, schema);
    Bundle bundle = FORGE.bundleContext().installBundle(location, new ByteArrayInputStream(jar));
    bundle.start();
    return bundle;
  }

  private static byte[] jar(String version, String name, String schema) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "it.roman");
    headers.putValue("Bundle-Version", version);
    headers.putValue("Skill-Name", name);
    headers.putValue("Skill-Input", schema);
    headers.putValue("Bundle-Activator", Roman.class.getName());
    headers.putValue("Import-Package", "forge.api;version=\"[1,2)\",org.osgi.framework");
    String entry = Roman.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream in = Roman.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      in.transferTo(jar);
    }
    return bytes.toByteArray();
  }
}
