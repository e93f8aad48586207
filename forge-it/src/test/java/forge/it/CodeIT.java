// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that cannot be a skill is refused with what to change, and leaves nothing behind. */
class CodeIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String CALL =
      "public SkillResult call(SkillRequest in, SkillContext ctx) { return SkillResult.ok(1); }";
  private static final String HEAD = "package forge_gen_unfit; import forge.api.*; ";
  private static final String GOOD = "public final class A implements Skill { " + CALL + " }";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("body", "return missing;", "CLASSES", "cannot find symbol"),
        arguments("body", "int x = 1;", "CLASSES", "missing return statement"),
        arguments("body", "return 1", "CLASSES", "';' expected"),
        arguments("body", "return 1; // \\u000a }", "CLASSES", ""),
        arguments("body", "/* never closed", "CLASSES", "comment"),
        arguments("body", "return \"never closed;", "CLASSES", "string"),
        arguments(
            "body",
            "long sum = 0;\n" + "sum += 1_000_000;\n".repeat(20_000) + "return sum;",
            "CLASSES",
            "code too large"));
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        arguments(
            "source", HEAD + "public class A {}", "BUNDLE", "no class implements forge.api.Skill"),
        arguments(
            "source",
            HEAD + GOOD + " class B implements Skill { " + CALL + " }",
            "BUNDLE",
            "2 classes that implement Skill"),
        arguments(
            "source",
            GOOD.replace("public final", "import forge.api.*; public final"),
            "BUNDLE",
            "package forge_gen_unfit;"),
        arguments(
            "source",
            "package com.example; import forge.api.*; " + GOOD,
            "BUNDLE",
            "package forge_gen_unfit;"),
        arguments(
            "source", "package java.lang; import forge.api.*; " + GOOD, "BUNDLE", "begin the"),
        arguments("source", HEAD + GOOD.replace("public final ", ""), "BUNDLE", "must be public"),
        arguments(
            "source",
            HEAD + "public class A { public static class B implements Skill { " + CALL + " } }",
            "BUNDLE",
            "must be a top-level class"),
        arguments(
            "source",
            HEAD + "public abstract class A implements Skill {}",
            "BUNDLE",
            "no class implements"),
        arguments(
            "source",
            HEAD + GOOD.replace("{ public", "{ private A() {} public"),
            "BUNDLE",
            "public constructor without parameters"),
        arguments(
            "source",
            HEAD + GOOD.replace("{ public", "{ public A(int n) {} public"),
            "BUNDLE",
            "public constructor without parameters"),
        arguments(
            "source",
            HEAD + GOOD.replace("{ public", "{ static final int n = 1 / 0; public"),
            "SERVICE",
            "/ by zero"),
        arguments(
            "source", HEAD + "import com.google.gson.Gson; " + GOOD, "CLASSES", "does not exist"),
        arguments(
            "source", HEAD + "import forge.core.data.Json; " + GOOD, "CLASSES", "does not exist"),
        arguments("source", HEAD, "BUNDLE", "no class implements"),
        arguments("source", "not java at all", "CLASSES", "expected"));
  }

  @ParameterizedTest
  @MethodSource({"bodies", "sources"})
  void itIsRefusedWithWhatToChange(String field, String code, String stage, String words) {
    Traces before = Traces.of(FORGE);
    Reply reply = http().create("name", "unfit", field, code);
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json()).containsEntry("success", false).containsEntry("stage", stage);
    assertThat(reply.text()).contains(words).doesNotContain("\\tat ", FORGE.data().toString());
    assertThat(reply.objects("findings")).isNotEmpty();
    assertThat(Traces.of(FORGE)).isEqualTo(before);
    Reply next = http().create("name", "unfit", "body", "return 1;", "dry_run", true);
    assertThat(next.status()).as(next.text()).isEqualTo(200);
  }

  @Test
  void sourceAndBodyTogetherAreRefused() {
    Reply reply = http().create("name", "unfit", "body", "return 1;", "source", HEAD + GOOD);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("'source' or 'body', not both");
  }

  @Test
  void codeOfMoreThanAMegabyteIsRefused() {
    Reply reply = http().createBody("unfit", "return 1;" + " ".repeat(1 << 20));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("'body' has more than 1048576 characters");
  }

  @Test
  void tenThousandLinesAreFine() {
    String body = "long sum = 0;\n" + "sum++;\n".repeat(9_998) + "return sum;";
    assertThat(http().createBody("long_body", body).status()).isEqualTo(200);
    assertThat(http().call("long_body").value()).isEqualTo(9_998L);
  }

  @Test
  void aSkillThatFailsHarmsOnlyItsCaller() {
    assertMade(
        http()
            .create(
                "name", "failing",
                "params", java.util.List.of(Caller.param("how", "string", true)),
                "body",
                    """
                switch (how) {
                  case "refuse": throw new Refusal("not today");
                  case "throw": throw new java.io.IOException("/etc/passwd is secret");
                  case "recurse": return failing(how);
                  case "nan": return Double.NaN;
                  case "dice": return new Random();
                  default: return how;
                }"""));
    assertFailed("refuse", 422, "skill_error", "not today");
    assertFailed("throw", 500, "skill_broken", "java.io.IOException");
    assertFailed("recurse", 500, "skill_broken", "StackOverflowError");
    assertFailed("nan", 500, "skill_broken", "NaN has no JSON");
    assertFailed("dice", 500, "skill_broken", "java.util.Random has no JSON");
    assertThat(http().call("failing", "how", "fine").value()).isEqualTo("fine");
  }

  private static void assertMade(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private static void assertFailed(String how, int status, String code, String words) {
    Reply reply = http().call("failing", "how", how);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.field("code")).isEqualTo(code);
    assertThat(reply.message()).contains(words);
    assertThat(reply.text()).doesNotContain("passwd", "\\tat ");
  }

  @Test
  void aCallThatTakesTooLongIsEnded() {
    http()
        .create(
            "name", "endless",
            "budget", object("wall_ms", 200),
            "body", "while (true) { }");
    Reply reply = http().call("endless");
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.field("code")).isEqualTo("timeout");
    assertThat(reply.message()).contains("200 ms");
  }
}
