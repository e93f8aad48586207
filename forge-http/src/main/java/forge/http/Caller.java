// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Role;
import forge.live.Tokens.Token;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name of the token, or as they call themselves where no token is needed
 * @param role what they may do
 * @param byToken whether the name is known, and not just said
 */
record Caller(String name, Role role, boolean byToken) {

  private static final int NAME_LENGTH = 64;

  /** Who looks at a page, and nothing else. */
  static final Caller ANYBODY = new Caller("anybody", Role.READ, false);

  /** A program of this machine, where no token is needed: it may do everything. */
  static Caller local(Visitor visitor) {
    Optional<String> said = visitor.header("X-Forge-Author").flatMap(Caller::line);
    return new Caller(said.orElse("anonymous"), Role.ADMIN, false);
  }

  /** Whoever has this token. */
  static Caller of(Token token) {
    return new Caller(token.name(), token.role(), true);
  }

  /**
   * The author of what is done now: a person that the caller names. With tokens the token stands
   * beside it, which is the part that is sure.
   */
  String author(Optional<String> named) {
    Optional<String> person = named.flatMap(Caller::line);
    if (!byToken) return person.orElse(name);
    return person.map(who -> who + " (token " + name + ")").orElse(name);
  }

  /**
   * Does nothing when they may.
   *
   * @throws ErrorAnswer 403 that names the role it takes
   */
  void require(Role needed) {
    if (role.covers(needed)) return;
    throw new ErrorAnswer(
        403,
        "forbidden",
        "This takes a token of the role '"
            + needed.word()
            + "', and yours has '"
            + role.word()
            + "'; an admin makes one with 'forge token create --role "
            + needed.word()
            + "'");
  }

  private static Optional<String> line(String text) {
    return Optional.ofNullable(text)
        .map(given -> Text.line(given, NAME_LENGTH))
        .filter(line -> !line.isEmpty());
  }
}
