// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Role;
import forge.live.Tokens;
import forge.live.Tokens.Check;
import forge.live.Tokens.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks who somebody is before anything is done for them, and keeps them to their pace. */
@Component(service = Gate.class)
public final class Gate {

  private static final String SCHEME = "Bearer ";
  private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Bearer");
  private static final int MOST_PACES = 10_000;

  private final Core core;
  private final Optional<String> probe;
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();

  /** As the framework property {@code forge.probe} has it. */
  @Activate
  public Gate(BundleContext context, @Reference Core core) {
    this(core, Optional.ofNullable(context.getProperty("forge.probe")));
  }

  /**
   * The gate before this core.
   *
   * @param probe what the launcher says when it looks whether the gateway is ready
   */
  Gate(Core core, Optional<String> probe) {
    this.core = core;
    this.probe = probe;
  }

  /**
   * Who asks.
   *
   * @throws ErrorAnswer 401 when that is needed and not known, 429 when they ask too much
   */
  Caller admit(Visitor visitor) {
    refuseInQuery(visitor.query());
    Optional<String> secret = secret(visitor);
    if (secret.isPresent() && isProbe(secret.get())) return new Caller("launcher", Role.READ, true);
    Tokens tokens = core.tokens();
    if (!tokens.required()) return Caller.local(visitor);
    Token token = check(tokens, secret.orElseThrow(Gate::unknown), visitor.address());
    keepPace(token);
    return Caller.of(token);
  }

  /** A query stands in logs and histories, and a link can carry one. */
  private static void refuseInQuery(String query) {
    if (query.contains("access_token="))
      throw ErrorAnswer.badRequest(
          "access_token", "may not stand in the address; send the header Authorization: Bearer …");
  }

  private static Optional<String> secret(Visitor visitor) {
    List<String> headers = visitor.headers("Authorization");
    if (headers.isEmpty()) return Optional.empty();
    String header = headers.get(0);
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return headers.size() == 1 && bearer
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.of("");
  }

  private boolean isProbe(String secret) {
    return probe.isPresent()
        && MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8), probe.get().getBytes(StandardCharsets.UTF_8));
  }

  private static Token check(Tokens tokens, String secret, String from) {
    Check check = tokens.check(secret, from);
    return switch (check.verdict()) {
      case GOOD -> check.token().orElseThrow();
      case BAD -> throw unknown();
      case LATER ->
          throw new ErrorAnswer(
              429,
              "rate_limited",
              "Too many unknown tokens are being tried; try again in some seconds",
              List.of(),
              Map.of("Retry-After", "5"));
    };
  }

  private static ErrorAnswer unknown() {
    return new ErrorAnswer(
        401,
        "unauthenticated",
        "This gateway asks for a token; send the header 'Authorization: Bearer TOKEN'."
            + " 'forge token create' on its own machine makes one",
        List.of(),
        CHALLENGE);
  }

  private void keepPace(Token token) {
    if (paces.size() > MOST_PACES) paces.clear(); // tokens come and go; these numbers are cheap
    paces
        .computeIfAbsent(token.id(), id -> new Pace())
        .next(token.rate(), System.nanoTime())
        .ifPresent(
            wait -> {
              throw tooFast(token, wait);
            });
  }

  private static ErrorAnswer tooFast(Token token, long wait) {
    long seconds = wait / 1_000_000_000 + 1;
    return new ErrorAnswer(
        429,
        "rate_limited",
        "This token may make "
            + token.rate()
            + " requests a second; wait "
            + seconds
            + " s, or ask an admin for a faster one",
        List.of(),
        Map.of("Retry-After", Long.toString(seconds)));
  }
}
