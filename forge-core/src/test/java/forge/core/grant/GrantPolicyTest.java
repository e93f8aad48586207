// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static forge.core.grant.Reached.denied;
import static forge.core.grant.Reached.grants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.make.Finding;
import forge.make.Grant;
import forge.make.Grants;
import forge.make.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantPolicyTest {

  private static final Grants WANTED =
      grants(
          "{\"http\":[{\"host\":\"api.example.com\",\"methods\":[\"GET\",\"POST\"],"
              + "\"secrets\":[\"KEY_1\"]}],\"files.read\":[\"reports\"]}");

  @TempDir Path data;
  private GrantPolicy policy;

  @BeforeEach
  void open() {
    policy = new GrantPolicy(data);
  }

  private void says(String json) throws IOException {
    Files.createDirectories(data.resolve("store"));
    Files.writeString(data.resolve(GrantPolicy.FILE), json);
  }

  @Test
  void withoutAWordThereIsNoCapAndNothingIsAllowedUnseen() {
    policy.check(WANTED);
    assertThat(policy.unapproved(WANTED, Grants.NONE))
        .extracting(Grant::toString)
        .containsExactly(
            "http GET api.example.com",
            "http POST api.example.com",
            "secrets KEY_1 to api.example.com",
            "files.read reports");
    assertThat(policy.unapproved(WANTED, WANTED)).isEmpty();
    assertThat(policy.unapproved(Grants.NONE, Grants.NONE)).isEmpty();
  }

  @Test
  void theCapIsHeldAndChangesWithTheFile() throws IOException {
    says("{\"cap\":{\"http\":[{\"host\":\"*.example.com\"}],\"files.read\":[\"*\"]}}");
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> policy.check(WANTED));
    assertThat(rejected.findings())
        .extracting(Finding::rule)
        .containsExactly("grants.capped", "grants.capped");
    assertThat(rejected.getMessage())
        .contains("'http POST api.example.com'", "store/grants.json", "ask the operator");
    says(
        "{\"cap\":{\"http\":[{\"host\":\"*\",\"methods\":[\"*\"],\"secrets\":[\"*\"]}],"
            + "\"files.read\":[\"reports\"]}}");
    policy.check(WANTED);
    Files.delete(data.resolve(GrantPolicy.FILE));
    policy.check(WANTED);
  }

  @Test
  void aCapThatCameLaterHoldsWhatIsInService() throws IOException {
    Reached reached = Reached.without(data);
    Access access = reached.access("{\"env\":[\"PATH\"]}");
    assertThat(Gates.env(access, "PATH")).isEqualTo(System.getenv("PATH"));
    says("{\"cap\":{}}");
    denied("beyond what the operator lets", () -> Gates.env(access, "PATH"));
    denied("add \"env\":[\"HOME\"]", () -> Gates.env(access, "HOME"));
    denied("'env X??forged?' is not", () -> Gates.env(access, "X\r\nforged\""));
    denied("xxx...' is not granted", () -> Gates.env(access, "x".repeat(1 << 20)));
    denied("'env null' is not granted", () -> Gates.env(access, null));
  }

  @Test
  void whatIsAllowedNeedsNobody() throws IOException {
    says("{\"allow\":{\"http\":[{\"host\":\"api.example.com\"}],\"files.read\":[\"*\"]}}");
    assertThat(policy.unapproved(WANTED, Grants.NONE))
        .extracting(Grant::toString)
        .containsExactly("http POST api.example.com", "secrets KEY_1 to api.example.com");
    assertThat(GrantPolicy.told(policy.unapproved(WANTED, Grants.NONE)).get(0).message())
        .contains("http POST api.example.com", "\"allow\" in store/grants.json");
    policy.check(WANTED);
  }

  @Test
  void aDamagedFileGrantsNothing() throws IOException {
    for (String text : new String[] {"{", "[]", "{\"caps\":{}}", "{\"cap\":{\"env\":7}}"}) {
      says(text + " ".repeat(text.length()));
      Rejected rejected = catchThrowableOfType(Rejected.class, () -> policy.check(WANTED));
      assertThat(rejected.findings()).as(text).hasSize(4);
      assertThat(rejected.getMessage()).contains("is damaged");
      assertThat(policy.unapproved(WANTED, Grants.NONE)).hasSize(4);
    }
  }
}
