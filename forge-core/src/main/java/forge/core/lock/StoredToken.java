// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import forge.live.Role;
import forge.live.Tokens.Token;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token in the file.
 *
 * @param token what may be shown of it
 * @param hash of its secret
 * @param revoked whether it is taken back
 * @param told whether the audit trail knows of it, as it is now
 */
record StoredToken(Token token, SlowHash hash, boolean revoked, boolean told) {

  StoredToken asRevoked(boolean toldOf) {
    return new StoredToken(token, hash, true, toldOf);
  }

  StoredToken asTold() {
    return new StoredToken(token, hash, revoked, true);
  }

  Map<String, Object> write() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("id", token.id());
    plain.put("name", token.name());
    plain.put("role", token.role().word());
    plain.put("rate", token.rate());
    plain.put("created", token.created().toString());
    plain.put("rounds", hash.rounds());
    plain.put("salt", Base64.getEncoder().encodeToString(hash.salt()));
    plain.put("hash", Base64.getEncoder().encodeToString(hash.hash()));
    plain.put("revoked", revoked);
    plain.put("told", told);
    return plain;
  }

  /** Any runtime exception: the file is not what we wrote. */
  static StoredToken read(Map<?, ?> plain) {
    var token =
        new Token(
            (String) plain.get("id"),
            (String) plain.get("name"),
            Role.of((String) plain.get("role")).orElseThrow(),
            Math.toIntExact((Long) plain.get("rate")),
            Instant.parse((String) plain.get("created")));
    var hash =
        new SlowHash(
            Math.toIntExact((Long) plain.get("rounds")),
            Base64.getDecoder().decode((String) plain.get("salt")),
            Base64.getDecoder().decode((String) plain.get("hash")));
    return new StoredToken(
        token, hash, (Boolean) plain.get("revoked"), (Boolean) plain.get("told"));
  }
}
