// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.core.compile.SkillCompiler;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.synth.Synthesis;
import forge.core.verify.Verifier;
import forge.make.ClassSet;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the line on a skill that nobody asked for, so that the first order finds it warm. */
final class WarmUp implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final String SPEC =
      """
      {"name":"warm_up","params":[{"name":"text","type":"string","required":true},\
      {"name":"rows","type":"List<List<Integer>>"}],\
      "body":"return Map.of();",\
      "examples":[{"input":{"text":"a b a"},"output":{"a":2,"b":1}}]}""";

  private static final int ROUNDS = 10;

  /**
   * So long nothing is done after the gateway answers: who orders something at once needs both
   * processors for the compiler, which gets warm in a process of its own.
   */
  private static final long PAUSE_SECONDS = 2;

  private final SkillCompiler compiler;
  private final UnaryOperator<ClassSet> weaver;
  private final Supplier<Packer> packer;
  private final Verifier verifier;
  private final BiConsumer<SkillBundle, SkillSpec> trial;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** With what tries a bundle out. */
  WarmUp(
      SkillCompiler compiler,
      UnaryOperator<ClassSet> weaver,
      Supplier<Packer> packer,
      Verifier verifier,
      BiConsumer<SkillBundle, SkillSpec> trial) {
    this.trial = trial;
    this.compiler = compiler;
    this.weaver = weaver;
    this.packer = packer;
    this.verifier = verifier;
  }

  /** Starts it in the background, out of everybody's way. */
  void start() {
    Thread thread = new Thread(this, "forge-warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  /** Ends it after the round that runs; what fails from now on fails because all of it ends. */
  void stop() {
    stop.countDown();
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  private static SourceSet drafted(SkillSpec spec) {
    return new Synthesis().draft(spec, List.of(), List.of());
  }

  private void tryOut(SkillBundle bundle, SkillSpec spec) {
    trial.accept(bundle, spec);
    compiler.warmUp();
  }

  private SkillBundle packed(SkillSpec spec, ClassSet classes) {
    return packer.get().pack(spec, spec.code().origin(), "1.0.0", drafted(spec), classes);
  }

  /** As the compiler would give them: it is left to those who have ordered something. */
  private static ClassSet compiled() {
    String name = forge_gen_warm_up.WarmUp.class.getName();
    try (InputStream in = WarmUp.class.getResourceAsStream("/forge_gen_warm_up/WarmUp.class")) {
      return new ClassSet(Map.of(name, in.readAllBytes()), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void run() {
    try {
      if (stop.await(PAUSE_SECONDS, TimeUnit.SECONDS)) return;
      SkillSpec spec = SpecReader.read(SPEC);
      ClassSet classes = compiled();
      for (int i = 0; i < ROUNDS && !isStopped(); i++) {
        SkillBundle bundle = packed(spec, weaver.apply(classes));
        verifier.check(bundle, List.of());
        // The whole way once before any step of it often: an order may come at any time.
        if (i == 0) tryOut(bundle, spec);
      }
      packed(spec, classes); // what is not woven is unusual, so bnd is asked
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      if (!isStopped()) LOG.error("The line does not work here; no skill can be made", e);
    }
  }
}
