// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.core.data.Json;
import forge.make.Finding;
import forge.make.Grants;
import forge.make.Rejected;
import forge.make.SkillSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsReaderTest {

  private static Grants read(String grants) {
    return SpecReader.read("{\"name\":\"x\",\"grants\":" + grants + "}").grants();
  }

  private static Rejected refused(String grants) {
    return catchThrowableOfType(Rejected.class, () -> read(grants));
  }

  @Test
  void thereAreNoneByDefault() {
    assertThat(SpecReader.read("{\"name\":\"x\"}").grants().isNone()).isTrue();
    assertThat(read("{}").isNone()).isTrue();
    assertThat(read("[]").isNone()).isTrue();
    assertThat(read("null").isNone()).isTrue();
    assertThat(Grants.NONE.plain()).isEmpty();
  }

  @Test
  void readsAllOfThem() {
    String all =
        "{\"http\":[{\"host\":\"api.example.com\",\"methods\":[\"GET\",\"POST\"],"
            + "\"secrets\":[\"API_KEY\"]},{\"host\":\"b.example:8443\",\"methods\":[\"GET\"]}],"
            + "\"files.read\":[\"reports\"],\"files.write\":[\"out\"],"
            + "\"knowledge\":{\"read\":[\"facts\"],\"write\":[\"facts\"]},"
            + "\"env\":[\"TZ\"],\"skills\":[\"other\"]}";
    Grants grants = read(all);
    assertThat(Json.write(grants.plain())).isEqualTo(all);
    assertThat(grants.all()).hasSize(10);
    SkillSpec spec = SpecReader.read("{\"name\":\"x\",\"grants\":" + all + "}");
    assertThat(SpecReader.read(spec.json()).grants()).isEqualTo(grants);
  }

  @Test
  void aSecretOfAllHostsGoesToEach() {
    Grants grants =
        read(
            "{\"http\":[{\"host\":\"a.example\"},{\"host\":\"b.example\"}],\"secrets\":[\"KEY\"]}");
    assertThat(Json.write(grants.plain()))
        .isEqualTo(
            "{\"http\":[{\"host\":\"a.example\",\"methods\":[\"GET\"],\"secrets\":[\"KEY\"]},"
                + "{\"host\":\"b.example\",\"methods\":[\"GET\"],\"secrets\":[\"KEY\"]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7|grants|must be an object",
        "[\"http\"]|grants|must be an object",
        "{\"htpp\":[]}|grants.htpp|unknown field 'htpp'; grants have env, files.read",
        "{\"http\":{}}|grants.http|must be an array",
        "{\"http\":[7]}|grants.http[0]|is an object",
        "{\"http\":[{}]}|grants.http[0].host|must be the name of one host",
        "{\"http\":[{\"host\":\"a.example\",\"method\":[]}]}|grants.http[0].method|unknown field",
        "{\"http\":[{\"host\":\"a.example\",\"methods\":[]}]}|grants.http[0].methods|at least one",
        "{\"http\":[{\"host\":\"a.example\",\"methods\":[\"get\"]}]}|grants.http[0].methods|is one of",
        "{\"http\":[{\"host\":\"a.example\",\"methods\":[\"CONNECT\"]}]}|grants.http[0].methods|is one of",
        "{\"http\":[{\"host\":\"a.example\",\"methods\":[\"*\"]}]}|grants.http[0].methods|is one of",
        "{\"files.read\":\"reports\"}|grants.files.read|must be an array",
        "{\"files.read\":[\"../x\"]}|grants.files.read|must hold names",
        "{\"files.write\":[\"a/b\"]}|grants.files.write|must hold names",
        "{\"files.write\":[\".unfinished\"]}|grants.files.write|must hold names",
        "{\"files.write\":[\"nul\"]}|grants.files.write|must hold names",
        "{\"files.read\":[\"*\"]}|grants.files.read|must hold names",
        "{\"knowledge\":[\"facts\"]}|grants.knowledge|must be an object",
        "{\"knowledge\":{\"reads\":[]}}|grants.knowledge.reads|unknown field",
        "{\"knowledge\":{\"read\":[\"A\"]}}|grants.knowledge.read|must hold names",
        "{\"env\":[\"A=B\"]}|grants.env|must hold names",
        "{\"env\":[\"forge_token\"]}|grants.env|open to nobody",
        "{\"skills\":[\"Other\"]}|grants.skills|must hold names",
        "{\"secrets\":[\"KEY\"]}|grants.secrets|a secret goes to a host",
        "{\"secrets\":[\"key\"]}|grants.secrets|capital letters"
      })
  void saysWhatIsWrong(String grants, String path, String message) {
    Finding finding = refused(grants).findings().get(0);
    assertThat(finding.where()).isEqualTo(path);
    assertThat(finding.message()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.example.com",
        "API.example.com",
        "127.0.0.1",
        "10.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "::1",
        "api.example.com.",
        ".example.com",
        "api..example.com",
        "api.example.com:",
        "api.example.com:0",
        "api.example.com:65536",
        "api.example.com:080",
        "http://api.example.com",
        "api.example.com/x",
        "user@api.example.com",
        "api_x.example.com",
        "b\u00fccher.example",
        "api.example.com\\n",
        "a b.example"
      })
  void aHostIsAnExactName(String host) {
    Rejected rejected = refused("{\"http\":[{\"host\":\"" + host + "\"}]}");
    assertThat(rejected).as(host).isNotNull();
    assertThat(rejected.findings().get(0).where()).isEqualTo("grants.http[0].host");
  }

  @Test
  void tellsEverythingAtOnce() {
    assertThat(
            refused("{\"x\":1,\"http\":[{\"host\":7}],\"env\":[7],\"skills\":7,\"secrets\":7}")
                .findings())
        .extracting(Finding::where)
        .containsExactlyInAnyOrder(
            "grants.x", "grants.secrets", "grants.http[0].host", "grants.env", "grants.skills");
  }
}
