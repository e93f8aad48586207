// SPDX-License-Identifier: Apache-2.0
package forge.bench.steps;

import forge.bench.Samples;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Json;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.synth.Synthesis;
import forge.core.verify.Verifier;
import forge.core.weave.Weaver;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What is done to an order before anything of it is brought up or kept; each step on real input.
 */
@State(Scope.Benchmark)
public class LineSteps {

  private final Visible visible = Visible.ofClassPath();
  private final SkillCompiler compiler = SkillCompiler.of(visible);
  private final Weaver weaver = new Weaver();
  private final Packer packer = new Packer(visible::classes);
  private final Verifier verifier = new Verifier();
  private final String order = Samples.order("step");
  private final Object plain = Json.read(order);
  private final SkillSpec spec = SpecReader.read(order);
  private final SourceSet source = draft();
  private final ClassSet classes = compile();
  private final ClassSet woven = weave();
  private final SkillBundle bundle = pack();

  /** Text to plain data. */
  @Benchmark
  public Object jsonRead() {
    return Json.read(order);
  }

  /** Plain data to text. */
  @Benchmark
  public String jsonWrite() {
    return Json.write(plain);
  }

  /** Text to a checked spec. */
  @Benchmark
  public SkillSpec spec() {
    return SpecReader.read(order);
  }

  /** Spec to source. */
  @Benchmark
  public SourceSet draft() {
    return new Synthesis().draft(spec, List.of(), List.of());
  }

  /** Source to classes. */
  @Benchmark
  public ClassSet compile() {
    return compiler.compile(spec.name(), source);
  }

  /** Polls and guarded calls into the classes. */
  @Benchmark
  public ClassSet weave() {
    return weaver.weave(classes);
  }

  /** Classes to a bundle. */
  @Benchmark
  public SkillBundle pack() {
    return packer.pack(spec, spec.code().origin(), "1.0.0", source, woven);
  }

  /** Every rule of the forge's own over the packed bytes. */
  @Benchmark
  public List<Finding> verify() {
    return verifier.check(bundle, List.of());
  }

  /** What {@link LiveSteps} brings up: the bytes of a skill under a name. */
  static SkillBundle made(String order) {
    SkillSpec spec = SpecReader.read(order);
    Visible visible = Visible.ofClassPath();
    SourceSet source = new Synthesis().draft(spec, List.of(), List.of());
    ClassSet classes = SkillCompiler.of(visible).compile(spec.name(), source);
    return new Packer(visible::classes)
        .pack(spec, spec.code().origin(), "1.0.0", source, new Weaver().weave(classes));
  }
}
