// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.audit.AuditLog;
import forge.core.audit.Trails;
import forge.live.ForgeEvent;
import forge.live.Role;
import forge.live.Tokens.Created;
import forge.live.Tokens.Verdict;
import forge.make.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenBookTest {

  @TempDir Path data;
  private AuditLog audit;
  private TokenBook book;

  @BeforeEach
  void open() throws IOException {
    audit = Trails.in(data.resolve("audit"));
    book = new TokenBook(data, false, audit);
  }

  private Created create(String name, Role role) {
    return book.create(name, role, 10, "test", "ada");
  }

  private Verdict check(String secret, String from) {
    return book.check(secret, from).verdict();
  }

  /** Of the right shape and with an id that is known, but not the one. */
  private static String wrong(Created created, int number) {
    return created.secret().substring(0, 15) + String.format("%043d", number);
  }

  @Test
  void knowsItsOwnAndNoOther() {
    assertThat(book.required()).isFalse();
    Created created = create("ci", Role.CALL);
    assertThat(book.required()).isTrue();
    assertThat(book.check(created.secret(), "a").token()).contains(created.token());
    assertThat(book.check(created.secret(), "a").token()).contains(created.token());
    assertThat(check(wrong(created, 1), "a")).isEqualTo(Verdict.BAD);
    assertThat(check(created.secret() + "x", "a")).isEqualTo(Verdict.BAD);
    assertThat(check("", "a")).isEqualTo(Verdict.BAD);
  }

  @Test
  void makesOneGuesserWaitAndNoOther() {
    Created created = create("ci", Role.CALL);
    for (int i = 0; i < 10; i++) assertThat(check(wrong(created, i), "a")).isEqualTo(Verdict.BAD);
    assertThat(check(wrong(created, 10), "a")).isEqualTo(Verdict.LATER);
    assertThat(check(wrong(created, 3), "a")).as("known to be wrong").isEqualTo(Verdict.BAD);
    assertThat(check(created.secret(), "b")).isEqualTo(Verdict.GOOD);
    assertThat(check(created.secret(), "a")).as("known to be good").isEqualTo(Verdict.GOOD);
  }

  @Test
  void aRevokedOneIsRefusedAtOnce() {
    create("boss", Role.ADMIN);
    Created created = create("ci", Role.CALL);
    assertThat(check(created.secret(), "a")).isEqualTo(Verdict.GOOD);
    assertThat(book.revoke(created.token().id(), "test", "ada")).contains(created.token());
    assertThat(check(created.secret(), "a")).isEqualTo(Verdict.BAD);
    assertThat(book.revoke(created.token().id(), "test", "ada")).isEmpty();
  }

  @Test
  void theLastAdminStays() {
    Created admin = create("boss", Role.ADMIN);
    create("ci", Role.CALL);
    assertThatThrownBy(() -> book.revoke(admin.token().id(), "test", "ada"))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("last token of an admin");
  }

  @Test
  void tellsWhatWasDoneWhileNobodyLooked() throws IOException {
    Created made = new TokenFile(data).create("offline", Role.READ, 5, false);
    TokenBook later = new TokenBook(data, false, audit);
    assertThat(later.list()).containsExactly(made.token());
    new TokenFile(data).revoke(made.token().id(), false);
    assertThat(new TokenBook(data, false, audit).list()).isEmpty();
    assertThat(new TokenBook(data, false, audit).list()).isEmpty();
    assertThat(audit.read(0, 10))
        .extracting(ForgeEvent::door, ForgeEvent::detail)
        .map(Object::toString)
        .satisfiesExactly(
            first -> assertThat(first).contains("cli", "'offline'", "created"),
            second -> assertThat(second).contains("cli", "'offline'", "revoked"));
  }
}
