// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Plain;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.synth.Synthesis;
import forge.core.verify.Verifier;
import forge.guard.Allowance;
import forge.guard.SkillThread;
import forge.make.ClassSet;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The middle of the line without a framework: a spec becomes classes that are woven, judged, run.
 */
public final class Workbench {

  private static final Visible VISIBLE = Visible.ofClassPath();
  private static final SkillCompiler COMPILER = SkillCompiler.of(VISIBLE);
  private static final Packer PACKER = new Packer(VISIBLE::classes);
  private static final Weaver WEAVER = new Weaver();
  private static final Verifier VERIFIER = new Verifier();

  private Workbench() {}

  /** What the compiler makes of a spec. */
  public static ClassSet compiled(SkillSpec spec) {
    return COMPILER.compile(spec.name(), draft(spec));
  }

  private static SourceSet draft(SkillSpec spec) {
    return new Synthesis().draft(spec, List.of(), List.of());
  }

  /** Woven, packed and judged. */
  public static SkillBundle judged(SkillSpec spec, ClassSet classes) {
    SkillBundle bundle =
        PACKER.pack(spec, spec.code().origin(), "1.0.0", draft(spec), WEAVER.weave(classes));
    VERIFIER.check(bundle, List.of());
    return bundle;
  }

  /** The whole way for the text of a spec. */
  public static SkillBundle forged(String json) {
    SkillSpec spec = SpecReader.read(json);
    return judged(spec, compiled(spec));
  }

  /** The skill of a bundle, made on a thread for skills. */
  public static Skill skill(SkillBundle bundle) throws Exception {
    Map<String, byte[]> classes = Packer.classes(bundle.bytes());
    return onSkillThread(allowance(), () -> (Skill) made(classes, loader(classes)));
  }

  /** A class loader of its own. */
  public static ClassLoader loader(Map<String, byte[]> classes) {
    return new ClassLoader(Workbench.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) throw new ClassNotFoundException(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  /** The skill among these classes, all of which are initialized. */
  public static Object made(Map<String, byte[]> classes, ClassLoader loader) throws Exception {
    Skill found = null;
    for (String name : classes.keySet()) {
      Class<?> type = Class.forName(name, true, loader);
      if (Skill.class.isAssignableFrom(type) && !type.isAnonymousClass())
        found = (Skill) type.getConstructor().newInstance();
    }
    return found;
  }

  /** What it answers to nothing, as plain data. */
  public static Object answer(Skill skill) throws Exception {
    return Plain.of(skill.call(new SkillRequest(Map.of()), new Context()).value());
  }

  /** Much, but not everything. */
  public static Allowance allowance() {
    return new Allowance(1L << 30, () -> 0, text -> {});
  }

  /** Calls a skill. */
  public static SkillResult call(Skill skill, Allowance allowance, Map<String, Object> arguments)
      throws Exception {
    return onSkillThread(allowance, () -> skill.call(new SkillRequest(arguments), new Context()));
  }

  private static <T> T onSkillThread(Allowance allowance, java.util.concurrent.Callable<T> task)
      throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    SkillThread[] thread = {null};
    thread[0] =
        new SkillThread(
            () -> {
              try {
                result.complete(thread[0].run(allowance, task));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "workbench");
    thread[0].start();
    return result.get();
  }

  private record Context() implements SkillContext {
    @Override
    public SkillName skill() {
      return new SkillName("workbench");
    }

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public void log(String message) {
      // nobody reads it
    }

    @Override
    public void progress(double fraction, String note) {
      // nobody sees it
    }
  }
}
