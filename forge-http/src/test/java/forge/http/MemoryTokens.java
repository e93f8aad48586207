// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Role;
import forge.live.Tokens;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens that are what they are called; one is needed as soon as there is one. */
final class MemoryTokens implements Tokens {

  final Map<String, Token> tokens = new LinkedHashMap<>();
  boolean later;
  boolean lastAdmin;

  /** A caller of this role and pace, who sends this secret. */
  void let(String secret, Role role, int rate) {
    String id = String.format("%08x", tokens.size() + 1);
    tokens.put(secret, new Token(id, secret, role, rate, MemoryCore.SINCE));
  }

  @Override
  public synchronized boolean required() {
    return !tokens.isEmpty();
  }

  @Override
  public synchronized Check check(String secret, String from) {
    if (later) return new Check(Verdict.LATER, Optional.empty());
    Optional<Token> token = Optional.ofNullable(tokens.get(secret));
    return new Check(token.isPresent() ? Verdict.GOOD : Verdict.BAD, token);
  }

  @Override
  public synchronized Created create(String name, Role role, int rate, String door, String author) {
    let(name, role, rate);
    return new Created(tokens.get(name), name);
  }

  @Override
  public synchronized List<Token> list() {
    return List.copyOf(tokens.values());
  }

  @Override
  public synchronized Optional<Token> revoke(String id, String door, String author) {
    if (lastAdmin) throw Rejected.because(Stage.SPEC, "token.last_admin", "id", "the last one");
    Optional<Token> token = list().stream().filter(one -> one.id().equals(id)).findFirst();
    token.ifPresent(one -> tokens.remove(one.name()));
    return token;
  }
}
