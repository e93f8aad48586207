// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Who may call, when not everybody on this machine may: bearer tokens, each with a role. */
@ProviderType
public interface Tokens {

  /**
   * What is kept of a token; never the token itself.
   *
   * @param id eight hexadecimal digits, the part of the token that is no secret
   * @param name what it is for, one line; stands as author in the audit trail
   * @param role what it allows
   * @param rate how many requests a second it may make, on average
   * @param created when
   */
  record Token(String id, String name, Role role, int rate, Instant created) {}

  /**
   * A new token, seen this once.
   *
   * @param token what is kept of it
   * @param secret the whole text that a caller sends
   */
  record Created(Token token, String secret) {}

  /** What became of a check. */
  enum Verdict {
    /** It is one of ours. */
    GOOD,
    /** It is none. */
    BAD,
    /** Too many are being checked; nothing is known of this one yet. */
    LATER
  }

  /**
   * A check of a token.
   *
   * @param verdict what became of it
   * @param token whose it is; there when good
   */
  record Check(Verdict verdict, Optional<Token> token) {}

  /** Whether a token is needed: there are some, or the gateway listens to other machines. */
  boolean required();

  /**
   * Looks a token up. The first time it costs what a slow hash costs, then next to nothing.
   *
   * @param secret what the caller sent
   * @param from where the caller is, so that one guesser does not keep others waiting
   */
  Check check(String secret, String from);

  /**
   * Makes one.
   *
   * @param name what it is for
   * @param rate requests a second, at least 1
   * @throws forge.make.Rejected when it cannot be kept
   */
  Created create(String name, Role role, int rate, String door, String author);

  /** Those there are, oldest first. */
  List<Token> list();

  /**
   * Takes one back; it is refused from now on.
   *
   * @return what it was; empty when there is none of that id
   * @throws forge.make.Rejected when it is the last one of an admin while others are there
   */
  Optional<Token> revoke(String id, String door, String author);
}
