// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Role;
import forge.live.Tokens.Created;
import forge.live.Tokens.Token;
import forge.make.Rejected;
import java.util.List;
import java.util.Map;

/** The tokens of the gateway: who may call. */
final class TokensApi {

  private static final int NAME_LENGTH = 64;
  private static final int RATE = 1000;
  private static final int MAX_RATE = 1_000_000;

  private final Core core;

  TokensApi(Core core) {
    this.core = core;
  }

  Answer list(Exchange exchange) {
    List<Map<String, Object>> tokens = core.tokens().list().stream().map(TokensApi::entry).toList();
    return Answer.ok("tokens", tokens, "count", tokens.size());
  }

  private static Map<String, Object> entry(Token token) {
    return Json.object(
        "id", token.id(),
        "name", token.name(),
        "role", token.role().word(),
        "rate", token.rate(),
        "created", token.created().toString());
  }

  /** The only answer that ever shows it. */
  Answer create(Exchange exchange) {
    Fields fields = exchange.fields().only("role", "name", "rate");
    Role role = Role.of(fields.oneOf("role", "read", "call", "forge", "admin")).orElseThrow();
    String name = Text.line(fields.optionalText("name", NAME_LENGTH).orElse(""), NAME_LENGTH);
    int rate = fields.optionalWhole("rate", 1, MAX_RATE).orElse(RATE);
    Created created =
        core.tokens()
            .create(name.isEmpty() ? role.word() : name, role, rate, "http", exchange.author());
    Map<String, Object> body = Json.object("status", "ok", "token", created.secret());
    body.putAll(entry(created.token()));
    body.put("message", "This is the only time the token is shown; keep it safe.");
    return Answer.json(200, body);
  }

  Answer revoke(Exchange exchange) {
    try {
      return core.tokens()
          .revoke(exchange.variable(), "http", exchange.author())
          .map(TokensApi::revoked)
          .orElseThrow(() -> unknown(exchange.variable()));
    } catch (Rejected e) {
      if (!ErrorAnswer.isAbout(e.findings(), "token.last_admin")) throw e;
      throw new ErrorAnswer(409, "last_admin", e.getMessage());
    }
  }

  private static Answer revoked(Token token) {
    return Answer.ok(
        "status",
        "ok",
        "id",
        token.id(),
        "message",
        "'" + token.name() + "' is refused from now on.");
  }

  private static ErrorAnswer unknown(String id) {
    return new ErrorAnswer(
        404,
        "unknown_token",
        "There is no token " + Text.clip(id) + "; GET /api/v1/forge/tokens lists those there are");
  }
}
