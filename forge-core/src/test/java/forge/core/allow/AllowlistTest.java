// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import static org.assertj.core.api.Assertions.assertThat;

import forge.guard.Check;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list is what the policy makes of JDK 17, whatever JDK this runs on. */
class AllowlistTest {

  private static final Path SOURCE =
      Path.of("src/main/resources/forge/core/allow", Allowlist.RESOURCE);
  private static final String HEAD =
      """
      # SPDX-License-Identifier: Apache-2.0
      # What skills may use of the JDK, each member by its full signature: the shapes of JDK 17.
      # Written by AllowlistTest from policy.txt; do not edit. A cost is one of
      #   constant  the same for all arguments, or nearly so
      #   linear    in proportion to one argument, which is bounded
      #   routed    woven code calls the method of forge.guard behind 'via', which bounds it
      #   checked   arguments ('check') or the value ('value') pass through forge.guard.Check
      #   never     not open to skills
      """;

  @Test
  void theListIsWhatThePolicyMakesOfJdk17() throws IOException {
    String written = HEAD + String.join("\n", new Listing(new Jdk17()).lines()) + "\n";
    if (Boolean.getBoolean("forge.allowlist.write")) Files.writeString(SOURCE, written);
    else assertThat(text().lines().toList()).isEqualTo(written.lines().toList());
  }

  @Test
  void eachCheckIsThere() throws IOException {
    Set<String> checks =
        Arrays.stream(Check.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    List<String> named =
        text()
            .lines()
            .filter(line -> line.startsWith("checked "))
            .map(line -> line.split(" "))
            .flatMap(words -> Arrays.stream(words).skip(4))
            .flatMap(word -> Arrays.stream(word.split(",")))
            .filter(word -> !Set.of("_", "check", "value").contains(word))
            .distinct()
            .toList();
    assertThat(named).isNotEmpty().isSubsetOf(checks);
  }

  @Test
  void aMemberIsFoundWhereTheJdkFindsIt() {
    Allowlist all = Allowlist.all();
    assertThat(all.method("java/util/ArrayList", "stream", "()Ljava/util/stream/Stream;"))
        .map(Member::isOpen)
        .contains(true);
    assertThat(all.method("java/util/ArrayList", "parallelStream", "()Ljava/util/stream/Stream;"))
        .map(Member::isOpen)
        .contains(false);
    assertThat(all.method("java/util/List", "getFirst", "()Ljava/lang/Object;")).isEmpty();
    assertThat(all.method("java/lang/Math", "<init>", "()V")).isEmpty();
  }

  @Test
  void membersAreThoseBetweenTheLineOfTheirClassAndTheNext() {
    String text =
        """
        # what this is
        extend a.A
        implement a.I
        class a.A : a.I
        linear first() int
        never second(int,java.lang.String[]) void
        class a.I
        constant third() boolean
        class a.Z :
        constant field size int""";
    for (String each : List.of(text, text.replace("\n", "\r\n"), text + "\n")) {
      Allowlist list = Allowlist.of(each);
      assertThat(list.isExtendable("a/A")).isTrue();
      assertThat(list.isImplementable("a/I")).isTrue();
      assertThat(list.method("a/A", "first", "()I")).map(Member::isOpen).contains(true);
      assertThat(list.method("a/A", "second", "(I[Ljava/lang/String;)V"))
          .map(Member::isOpen)
          .contains(false);
      assertThat(list.method("a/A", "third", "()Z")).map(Member::isOpen).contains(true);
      assertThat(list.hasType("a/I")).isTrue();
      assertThat(list.method("a/I", "first", "()I")).isEmpty();
      assertThat(list.field("a/Z", "size", "I")).map(Member::isOpen).contains(true);
    }
  }

  private static String text() throws IOException {
    try (InputStream in = Allowlist.class.getResourceAsStream(Allowlist.RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
