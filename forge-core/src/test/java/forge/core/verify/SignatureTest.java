// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.data.Digest;
import forge.core.weave.Workbench;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that was signed is what was signed. */
class SignatureTest {

  private static final SkillBundle GOOD =
      Workbench.forged("{\"name\":\"good\",\"description\":\"d\",\"body\":\"return 1;\"}");

  private static byte[] signed;

  @BeforeAll
  static void sign(@TempDir Path folder) throws Exception {
    Path jar = Files.write(folder.resolve("good.jar"), GOOD.bytes());
    String store = folder.resolve("keys.p12").toString();
    run(
        "keytool",
        "-genkeypair",
        "-keystore",
        store,
        "-storepass",
        "changeit",
        "-alias",
        "me",
        "-dname",
        "CN=me",
        "-keyalg",
        "EC");
    run("jarsigner", "-keystore", store, "-storepass", "changeit", jar.toString(), "me");
    signed = Files.readAllBytes(jar);
  }

  private static void run(String tool, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(tool).isZero();
  }

  private static void check(byte[] jar) {
    SkillBundle brought =
        new SkillBundle(GOOD.name(), GOOD.version(), Origin.BUNDLE, jar, Digest.sha256(jar));
    new Verifier().check(brought, List.of());
  }

  private static byte[] edited(Consumer<Map<String, byte[]>> edit) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(signed))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        entries.put(entry.getName(), in.readAllBytes());
    }
    edit.accept(entries);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void whatWasSignedOrNeverWasPasses() {
    assertThatCode(() -> check(signed)).doesNotThrowAnyException();
    assertThatCode(() -> check(GOOD.bytes())).doesNotThrowAnyException();
  }

  @Test
  void whatWasAddedLaterIsRefused() throws IOException {
    byte[] added = edited(entries -> entries.put("forge_gen_good/Added.class", new byte[4]));
    assertThatThrownBy(() -> check(added))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("added later");
  }

  @Test
  void whatWasChangedIsRefused() throws IOException {
    byte[] changed =
        edited(entries -> entries.computeIfPresent("FORGE-INF/spec.json", (n, b) -> new byte[4]));
    assertThatThrownBy(() -> check(changed))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("not what was signed");
  }
}
