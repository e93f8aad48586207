// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import forge.make.Finding;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import forge.make.Stage;
import forge.make.Synthesizer;
import java.util.List;
import java.util.Optional;

/**
 * Asks the synthesizers for source, the strongest first; the template answers when none else does.
 */
public final class Synthesis {

  private final TemplateSynthesizer template = new TemplateSynthesizer();

  /**
   * Drafts the source.
   *
   * @param makers the others; the strongest is last, as Declarative Services hands a list over
   * @throws Rejected at {@link Stage#SOURCE} when nobody can
   */
  public SourceSet draft(SkillSpec spec, List<Synthesizer> makers, List<Finding> findings) {
    for (int i = makers.size() - 1; i >= 0; i--) {
      Optional<SourceSet> drafted = makers.get(i).draft(spec, findings);
      if (drafted.isPresent()) return drafted.get();
    }
    return template
        .draft(spec, findings)
        .orElseThrow(
            () ->
                Rejected.because(
                    Stage.SOURCE, "source.none", "", "nobody here can write such a skill"));
  }
}
