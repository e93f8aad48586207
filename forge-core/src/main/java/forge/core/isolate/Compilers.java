// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.compile.CompileWorker;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Lazy;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SourceSet;
import forge.make.Stage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles in processes of their own: no source can hang or exhaust the gateway. One that takes too
 * long or too much memory is ended with its process, and the next one finds another.
 *
 * <p>Where no process can be started, or by the setting {@code forge.compilers=0}, it compiles in
 * the gateway.
 */
@Component(
    service = {SkillCompiler.class, Compilers.class},
    immediate = true)
public final class Compilers implements SkillCompiler {

  private static final Logger LOG = LoggerFactory.getLogger(Compilers.class);

  /** Names the file that the gateway's own classes come from; unset: no archive is kept. */
  private static final String ARCHIVE = "forge.archive";

  /** Says that the gateway runs for nothing but the archives that others start with. */
  private static final String REHEARSAL = "forge.rehearsal";

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String ADVICE =
      "make constants smaller and fewer, nest calls and lambdas less deep, and write the types that"
          + " are left to inference";

  private final CompilePool pool;
  private final SkillCompiler inside;
  private final Duration longest;
  private final int most;
  private final boolean rehearses;
  private final LongAdder killed = new LongAdder();
  private volatile boolean told;

  /** Compiles what bundles may see. */
  @Activate
  public Compilers(BundleContext context) {
    this(
        new Lazy<>(() -> Visible.of(FrameworkUtil.getBundle(Skill.class), context.getBundle())),
        number(context.getProperty("forge.compilers")),
        LONGEST,
        new CompileStart(folder(context), Compilers::ofBundles, archive(context).isPresent()),
        rehearses(context));
  }

  private static Path data(BundleContext context) {
    return Path.of(context.getProperty("forge.data"));
  }

  private static Path folder(BundleContext context) {
    return CompileStart.folder(archive(context), data(context));
  }

  /** Whether others will start with what it leaves: nobody does with that in its own data. */
  private static boolean rehearses(BundleContext context) {
    return Boolean.parseBoolean(context.getProperty(REHEARSAL))
        && !folder(context).startsWith(data(context));
  }

  private static Optional<Path> archive(BundleContext context) {
    return Optional.ofNullable(context.getProperty(ARCHIVE))
        .filter(file -> !file.isBlank())
        .map(Path::of);
  }

  /**
   * Without a framework, of what is on this class's own class path.
   *
   * @param folder where it may keep a file
   * @param most how many processes
   * @param longest how long a compile may take
   */
  public static Compilers ofClassPath(Path folder, int most, Duration longest) {
    CompileStart start = new CompileStart(folder, CompileJar::ofClassPath, true);
    return new Compilers(new Lazy<>(Visible::ofClassPath), most, longest, start, false);
  }

  private Compilers(
      Supplier<Visible> visible,
      int most,
      Duration longest,
      CompileStart start,
      boolean rehearses) {
    this.rehearses = rehearses;
    this.inside = SkillCompiler.of(visible);
    this.longest = longest;
    this.most = most;
    this.pool = new CompilePool(visible, most, start);
  }

  private static int number(String text) {
    return text == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(text);
  }

  private static Enumeration<URL> ofBundles(String folder, String pattern) {
    Class<?> member = folder.startsWith("forge/core") ? CompileWorker.class : Skill.class;
    return FrameworkUtil.getBundle(member).findEntries(folder, pattern, false);
  }

  /** The gateway answers; until then a process would take a processor that the start needs. */
  @Reference(
      target = "(osgi.condition.id=forge.ready)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void ready(Condition answers) {
    pool.begin();
  }

  void unready(Condition answers) {
    // A gateway that stops ends them when this component goes.
  }

  /** Ends the processes. */
  @Deactivate
  public void close() {
    if (rehearses) pool.prepare();
    pool.close();
  }

  @Override
  public String word() {
    return inside.word();
  }

  /** Whether it compiles in processes of their own, as far as is known. */
  public boolean isApart() {
    return pool.isOpen();
  }

  /** How many processes there are. */
  public int count() {
    return pool.count();
  }

  /** How many were ended by what they compiled. */
  public long killed() {
    return killed.sum();
  }

  /** The processes warm up by themselves. */
  @Override
  public void warmUp() {
    pool.awaitFirst();
    if (!pool.isOpen()) inside.warmUp();
  }

  @Override
  public ClassSet compile(SkillName name, SourceSet source) {
    for (int attempt = 1; ; attempt++) {
      Optional<CompileProcess> process = pool.take();
      if (process.isEmpty()) return inside(name, source);
      Optional<ClassSet> made = compile(process.get(), name, source, attempt);
      if (made.isPresent()) return made.get();
    }
  }

  private ClassSet inside(SkillName name, SourceSet source) {
    if (!told) LOG.info("Sources are compiled within the gateway: no process does it");
    told = true;
    return inside.compile(name, source);
  }

  /** Empty: the process has ended, for no fault of the source that can be told. */
  private Optional<ClassSet> compile(
      CompileProcess process, SkillName name, SourceSet source, int attempt) {
    ScheduledFuture<?> limit = pool.watched(process, longest);
    boolean keep = false;
    try {
      ClassSet made = process.compile(name, source);
      keep = true;
      return Optional.of(made);
    } catch (Rejected e) {
      // A compiler that has failed may have left its own classes broken.
      keep = e.findings().stream().noneMatch(each -> each.rule().equals("compiler.crash"));
      throw e;
    } catch (IOException | RuntimeException e) {
      process.end();
      ended(process, name, source, attempt, e);
      return Optional.empty();
    } finally {
      limit.cancel(false);
      if (!keep) killed.increment();
      pool.giveBack(process, keep);
    }
  }

  private void ended(
      CompileProcess process, SkillName name, SourceSet source, int attempt, Exception e) {
    int code = process.exitCode();
    LOG.warn(
        "The process that compiled {} ended: {}",
        name,
        process.wasLate() ? "it took too long" : "exit code " + code + ", " + e.getMessage());
    String file = source.files().keySet().iterator().next();
    if (process.wasLate())
      throw rejected(
          "compiler.time",
          file,
          "compiling it takes longer than " + longest.toSeconds() + " s; " + ADVICE);
    if (attempt < (CompileProcess.isOutOfMemory(code) ? 2 : most + 1)) return;
    if (CompileProcess.isOutOfMemory(code))
      throw rejected(
          "compiler.memory",
          file,
          "compiling it takes more memory than " + CompileStart.HEAP_MB + " MB; " + ADVICE);
    throw rejected(
        "compiler.crash",
        file,
        word()
            + " failed on this source again and again, its process ended with code "
            + code
            + "; "
            + ADVICE);
  }

  private static Rejected rejected(String rule, String file, String message) {
    return Rejected.because(Stage.CLASSES, rule, file, message);
  }
}
