// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A secret as it is kept: PBKDF2 with HMAC-SHA-512. What it costs, OWASP's Password Storage Cheat
 * Sheet says: 210,000 rounds, about a fifth of a second.
 *
 * @param rounds how many
 * @param salt 16 random bytes
 * @param hash 32 bytes
 */
record SlowHash(int rounds, byte[] salt, byte[] hash) {

  private static final int ROUNDS = 210_000;
  private static final int SALT = 16;
  private static final int BITS = 256;

  /** Of a new secret. */
  static SlowHash of(String secret, SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return new SlowHash(ROUNDS, salt, hash(secret, salt, ROUNDS));
  }

  /** Whether it is the hash of this secret; takes its time. */
  boolean matches(String secret) {
    return MessageDigest.isEqual(hash, hash(secret, salt, rounds));
  }

  private static byte[] hash(String secret, byte[] salt, int rounds) {
    var spec = new PBEKeySpec(secret.toCharArray(), salt, rounds, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has this algorithm", e);
    } finally {
      spec.clearPassword();
    }
  }
}
