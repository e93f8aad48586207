// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.data.Daemons;
import forge.core.data.Lazy;
import forge.core.live.LiveSkills;
import forge.core.pack.Frame;
import forge.core.wall.Walls;
import forge.make.SkillBundle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.connect.ConnectModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings bundles up from memory; and, while the code of one is still being compiled, the bundle
 * without it: a berth, by the frame that it will most likely have. It is resolved, started and its
 * service registered; what was judged is put into it, if it has that frame. Nothing can run before.
 */
final class Berths {

  private static final Logger LOG = LoggerFactory.getLogger(Berths.class);

  private final BundleContext context;
  private final ConcurrentMap<String, ConnectModule> modules;
  private final LiveSkills live;
  private final Walls walls;
  private final Consumer<Bundle> takeDown;
  private final Map<SkillName, Begun> begun = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Daemons.named("forge-berth"));

  private record Begun(
      String location, Supplier<MemoryModule> module, CompletableFuture<Berth> berth) {}

  /**
   * In a framework that asks for modules.
   *
   * @param modules where it looks for them by location
   * @param takeDown takes down a bundle that nobody needs
   */
  Berths(
      BundleContext context,
      ConcurrentMap<String, ConnectModule> modules,
      LiveSkills live,
      Walls walls,
      Consumer<Bundle> takeDown) {
    this.context = context;
    this.modules = modules;
    this.live = live;
    this.walls = walls;
    this.takeDown = takeDown;
  }

  void close() {
    threads.shutdown();
  }

  /** Installs a bundle with these entries. */
  Bundle install(String location, Map<String, byte[]> entries) throws BundleException {
    return install(location, MemoryModule.of(entries));
  }

  private Bundle install(String location, MemoryModule module) throws BundleException {
    modules.put(location, module);
    try {
      return context.installBundle(location);
    } finally {
      modules.remove(location);
    }
  }

  /** Begins one for a skill, beside the thread that asks for it. */
  void begin(SkillName name, String location, Supplier<Frame> frame) {
    Supplier<MemoryModule> module = new Lazy<>(() -> new MemoryModule(frame.get()));
    try {
      CompletableFuture<Berth> berth =
          CompletableFuture.supplyAsync(() -> started(location, module.get()), threads);
      begun.put(name, new Begun(location, module, berth));
    } catch (RejectedExecutionException e) {
      LOG.debug("The gateway is stopping: no bundle is prepared for {}", name);
    }
  }

  private Berth started(String location, MemoryModule module) {
    try {
      return Berth.start(live, location, () -> install(location, module), takeDown);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The one that was begun for its skill, with the bundle in it; whoever waited for that goes on.
   */
  Optional<Berth> filled(SkillBundle bundle) {
    Begun begun = this.begun.remove(bundle.name());
    if (begun == null) return Optional.empty();
    Map<String, byte[]> entries = MemoryModule.entries(bundle);
    walls.expect(begun.location(), entries);
    boolean fits = begun.module().get().fill(entries);
    Optional<Berth> filled = fits ? ended(bundle.name(), begun) : Optional.empty();
    if (filled.isEmpty()) dropped(bundle.name(), begun);
    return filled;
  }

  /** Takes down the one that was begun for a skill, if it is still there. */
  void giveUp(SkillName name) {
    Optional.ofNullable(begun.remove(name)).ifPresent(begun -> dropped(name, begun));
  }

  private void dropped(SkillName name, Begun begun) {
    begun.module().get().giveUp();
    ended(name, begun).map(Berth::bundle).ifPresent(takeDown);
    live.forget(begun.location());
    walls.forget(begun.location());
  }

  private static Optional<Berth> ended(SkillName name, Begun begun) {
    try {
      return Optional.of(begun.berth().join());
    } catch (CompletionException e) {
      LOG.debug("No bundle was prepared for {}", name, e);
      return Optional.empty();
    }
  }
}
