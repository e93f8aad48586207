// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeTest {

  @Test
  void anArchiveIsWholeAtItsLastByteOnly() throws IOException {
    byte[] content = new byte[3_000];
    new Random(1).nextBytes(content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setComment("said at the end");
      zip.putNextEntry(new ZipEntry("a"));
      zip.write(content);
    }
    byte[] whole = out.toByteArray();
    assertThat(Whole.lack(Kind.JAR, whole)).isEmpty();
    for (int length = 0; length < whole.length; length++)
      assertThat(Whole.lack(Kind.JAR, Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isPresent();
    byte[] damaged = whole.clone();
    damaged[1_000] ^= 1;
    assertThat(Whole.lack(Kind.JAR, damaged)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"name\":\"x\"", "[]", "{} {}", "{\"a\":1,}"})
  void aSpecThatIsNotWholeIsTold(String text) {
    assertThat(Whole.lack(Kind.SPEC, text.getBytes(StandardCharsets.UTF_8))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "package x;", "class X {", "class X { int a() { return 1; "})
  void aSourceThatIsNotWholeIsTold(String text) {
    assertThat(Whole.lack(Kind.JAVA, text.getBytes(StandardCharsets.UTF_8))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"class X {}", "class X {}\n// the end\n", "class X {} /* the end */"})
  void aSourceThatEndsIsWhole(String text) {
    assertThat(Whole.lack(Kind.JAVA, text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
