// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SourceSet;

/**
 * Two compilers: what the quick one takes is compiled; what it refuses is put to the other one,
 * whose word counts, be it yes or no.
 */
final class SecondOpinion implements SkillCompiler {
  private final SkillCompiler quick;
  private final SkillCompiler other;

  SecondOpinion(SkillCompiler quick, SkillCompiler other) {
    this.quick = quick;
    this.other = other;
  }

  @Override
  public String word() {
    return quick.word() + " and " + other.word();
  }

  @Override
  public ClassSet compile(SkillName name, SourceSet source) {
    try {
      return quick.compile(name, source);
    } catch (Rejected e) {
      return other.compile(name, source);
    }
  }
}
