// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Objects;

/**
 * A bundle that holds one skill, addressed by the digest of its bytes.
 *
 * @param name the skill's name
 * @param version its semantic version, {@code major.minor.patch}
 * @param origin where its code comes from
 * @param bytes the jar; not to be changed
 * @param sha256 digest of the bytes, 64 hexadecimal digits in lower case
 */
public record SkillBundle(
    forge.api.SkillName name, String version, Origin origin, byte[] bytes, String sha256) {
  /** Refuses null. */
  public SkillBundle {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(sha256, "sha256");
  }
}
