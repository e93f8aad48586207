// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.SourceSet;
import java.util.List;
import java.util.function.Supplier;

/** The Eclipse compiler, with types that are kept from one compile to the next. */
final class EcjCompiler implements SkillCompiler {
  private final Lanes<EcjLane> lanes;

  EcjCompiler(Supplier<Visible> visible) {
    this.lanes = new Lanes<>(() -> new EcjLane(visible.get()));
  }

  @Override
  public String word() {
    return "ecj";
  }

  @Override
  public ClassSet compile(SkillName name, SourceSet source) {
    List<SourceText> sources = SourceText.of(source);
    return lanes.use(lane -> lane.compile(name, sources));
  }
}
