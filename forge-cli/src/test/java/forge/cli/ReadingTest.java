// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
  @TempDir Path temp;

  private static Arguments read(String verb, String... given) {
    return Arguments.read(Verbs.find(verb).orElseThrow(), List.of(given));
  }

  private JsonObject spec(String... given) {
    return SpecWriter.write(read("create", given), new Given(InputStream.nullInputStream()));
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  @Test
  void optionsAndWordsInAnyOrder() {
    Arguments read = read("create", "--body=a=b", "x", "--param", "a:string", "--param=b:any");
    assertThat(read.words()).containsExactly("x");
    assertThat(read.value("body")).contains("a=b");
    assertThat(read.values("param")).containsExactly("a:string", "b:any");
    assertThat(read("call", "x", "--", "--json", "-").words()).containsExactly("x", "--json", "-");
    assertThat(read("events", "-f").has("f")).isTrue();
  }

  @Test
  void wrongUseSaysWhatIsRight() {
    assertWrong("create: unknown option '--bodi'", "create", "x", "--bodi", "f");
    assertWrong("create: --body needs a value: FILE", "create", "x", "--body");
    assertWrong("list: --json takes no value", "list", "--json=yes");
    assertWrong("rollback: something is missing", "rollback", "x");
    assertWrong("enable: 'now' is too much", "enable", "now");
    assertThatThrownBy(() -> read("audit", "--limit", "-1").number("limit"))
        .hasMessageContaining("--limit is a whole number, not '-1'");
  }

  private static void assertWrong(String message, String verb, String... given) {
    assertThatThrownBy(() -> read(verb, given))
        .isInstanceOf(Ended.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("Usage: forge " + verb)
        .extracting("code")
        .isEqualTo(Ended.USAGE);
  }

  @Test
  void specOfEveryOption() throws Exception {
    String body = file("body", "\ufeffreturn \"\\\"ü*/\" + text;\n");
    String example = file("one", "{\"input\":{\"text\":\"a\"},\"output\":1}");
    String examples = file("more", "[{\"input\":{}},{\"error\":\"bad_input\"}]");
    JsonObject spec =
        spec(
            "name",
            "--description",
            "a \"b\"\nü",
            "--param",
            "text:string:required",
            "--param",
            "m:Map<String,List<Integer>>",
            "--param",
            "o:integer:optional",
            "--body",
            body,
            "--returns",
            "{\"type\":\"integer\"}",
            "--example",
            example,
            "--example",
            examples,
            "--dry-run");
    assertThat(spec)
        .hasToString(
            "{\"name\":\"name\",\"description\":\"a \\\"b\\\"\\nü\",\"params\":["
                + "{\"name\":\"text\",\"type\":\"string\",\"required\":true},"
                + "{\"name\":\"m\",\"type\":\"Map<String,List<Integer>>\",\"required\":false},"
                + "{\"name\":\"o\",\"type\":\"integer\",\"required\":false}],"
                + "\"body\":\"return \\\"\\\\\\\"ü*/\\\" + text;\\n\","
                + "\"returns\":{\"type\":\"integer\"},\"examples\":["
                + "{\"input\":{\"text\":\"a\"},\"output\":1},{\"input\":{}},"
                + "{\"error\":\"bad_input\"}],\"dry_run\":true}");
  }

  @Test
  void optionsGoOnTopOfASpec() throws Exception {
    String file = file("spec", "{\"name\":\"old\",\"params\":[{\"name\":\"a\",\"type\":\"any\"}]}");
    assertThat(spec("new", "--spec", file, "--param", "b:any", "--returns", "integer"))
        .hasToString(
            "{\"name\":\"new\",\"params\":[{\"name\":\"a\",\"type\":\"any\"},"
                + "{\"name\":\"b\",\"type\":\"any\",\"required\":false}],\"returns\":\"integer\"}");
    assertThat(Json.text(spec("--spec", file), "name")).isEqualTo("old");
  }

  @Test
  void whatIsNoSpecIsToldByName() throws Exception {
    assertThatThrownBy(this::spec).hasMessageContaining("needs a NAME");
    assertThatThrownBy(() -> spec("x", "--param", "text")).hasMessageContaining("NAME:TYPE");
    assertThatThrownBy(() -> spec("x", "--body", "a", "--source", "b"))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> spec("x", "--body", temp.resolve("none").toString()))
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> spec("x", "--body", temp.toString())).hasMessageContaining("a folder");
    assertThatThrownBy(() -> spec("x", "--returns", "{oops")).hasMessageContaining("is no JSON");
    String broken = file("broken", "{\"name\":\n\"x\",}");
    assertThatThrownBy(() -> spec("--spec", broken))
        .hasMessageContaining(broken + " is no JSON: ")
        .hasMessageContaining("line 2 column");
    String latin = temp.resolve("latin").toString();
    Files.write(Path.of(latin), new byte[] {'a', (byte) 0xe4, 'b'});
    assertThatThrownBy(() -> spec("x", "--body", latin)).hasMessageContaining("no text in UTF-8");
  }

  private static JsonObject arguments(String schema, String... words) {
    return new CallArguments(Json.read(schema).getAsJsonObject()).read(List.of(words));
  }

  @Test
  void valuesByTheTypeOfTheirParameter() {
    String schema =
        "{\"properties\":{\"s\":{\"type\":\"string\"},\"i\":{\"type\":\"integer\"},"
            + "\"n\":{\"type\":[\"number\",\"null\"]},\"b\":{\"type\":\"boolean\"},"
            + "\"l\":{\"type\":\"array\"},\"any\":{}}}";
    assertThat(
            arguments(
                schema,
                "s=5",
                "i=12345678901234567890",
                "n=null",
                "b=true",
                "l=[1, \"x\"]",
                "any=true",
                "other=a=b",
                "raw:={\"a\":[]}"))
        .hasToString(
            "{\"s\":\"5\",\"i\":12345678901234567890,\"n\":null,\"b\":true,\"l\":[1,\"x\"],"
                + "\"any\":true,\"other\":\"a=b\",\"raw\":{\"a\":[]}}");
    for (String text : List.of("", "\"quoted\"", "a\nb\t\\n", "*/", "\u202eü 世界 🌍", "'$x`"))
      assertThat(Json.text(arguments(schema, "s=" + text), "s")).isEqualTo(text);
  }

  @Test
  void valueOfAnotherTypeSaysWhatToWrite() {
    String schema = "{\"properties\":{\"i\":{\"type\":\"integer\"},\"l\":{\"type\":\"array\"}}}";
    assertThatThrownBy(() -> arguments(schema, "i=abc"))
        .hasMessageContaining("'i' takes integer")
        .hasMessageContaining("abc; write e.g. 3");
    assertThatThrownBy(() -> arguments(schema, "l=[1,"))
        .hasMessageContaining("quote it for the shell");
    assertThatThrownBy(() -> arguments(schema, "x:=oops")).hasMessageContaining("'x' takes JSON");
    assertThatThrownBy(() -> arguments(schema, "oops")).hasMessageContaining("KEY=VALUE");
    assertThatThrownBy(() -> arguments(schema, "i=1", "i=2")).hasMessageContaining("given twice");
  }

  @Test
  void whereTheGatewayIs() throws Exception {
    Path data = Files.createDirectories(temp.resolve("data/run")).getParent();
    Arguments list = read("list");
    Map<String, String> local = Map.of("FORGE_DATA", data.toString());
    assertThat(Address.of(list, local).url()).isEqualTo("http://127.0.0.1:8000");
    Files.writeString(data.resolve("run/gateway.json"), "{\"address\":\"http://127.0.0.1:81\"}\n");
    assertThat(Address.of(list, local).url()).isEqualTo("http://127.0.0.1:81");
    Map<String, String> both =
        Map.of("FORGE_DATA", data.toString(), "GATEWAY_URL", "https://forge.example/base/");
    assertThat(Address.of(list, both).url()).isEqualTo("https://forge.example/base");
    assertThat(Address.of(read("list", "--gateway", "[::1]:82"), both).url())
        .isEqualTo("http://[::1]:82");
    assertThat(Address.of(read("list", "--data", data.toString()), both).url())
        .isEqualTo("http://127.0.0.1:81");
    for (String none : List.of("http://", "ftp://x", "a b", "http://h:99999", "file:///etc"))
      assertThatThrownBy(() -> Address.of(list, Map.of("GATEWAY_URL", none)))
          .hasMessageContaining("GATEWAY_URL is no address of a gateway: '" + none + "'");
  }

  @Test
  void wordsThatCameByTheEnvironment() {
    List<String> words = List.of("call", "", "who=\"ü 世界\"", "a b");
    StringBuilder packed = new StringBuilder();
    for (String word : words)
      packed
          .append(" =")
          .append(Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> environment = Map.of("FORGE_ARGUMENTS", packed.toString().strip());
    assertThat(Main.words(new String[0], environment)).isEqualTo(words);
    assertThat(Main.words(new String[] {"list"}, environment)).containsExactly("list");
  }

  @Test
  void textWhereverItComesFrom() throws Exception {
    var in = new ByteArrayInputStream("ü\n".getBytes(StandardCharsets.UTF_8));
    assertThat(new Given(in).text("-")).isEqualTo("ü\n");
  }
}
