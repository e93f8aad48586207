// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.data.Daemons;
import forge.make.SkillBundle;
import java.util.List;
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
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs bundles from memory; and, while the classes of one are still being compiled, the bundle
 * without them: a berth, resolved by the headers that it will most likely have. What was judged is
 * put into it, if it has those headers; nothing can run before.
 */
final class Berths {

  private static final Logger LOG = LoggerFactory.getLogger(Berths.class);

  private final BundleContext context;
  private final ConcurrentMap<String, ConnectModule> modules;
  private final Consumer<Bundle> takeDown;
  private final Map<SkillName, CompletableFuture<Berth>> begun = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Daemons.named("forge-berth"));

  private record Berth(Bundle bundle, MemoryModule module) {}

  /**
   * In a framework that asks for modules.
   *
   * @param modules where it looks for them by location
   * @param takeDown takes down a bundle that nobody needs
   */
  Berths(
      BundleContext context,
      ConcurrentMap<String, ConnectModule> modules,
      Consumer<Bundle> takeDown) {
    this.context = context;
    this.modules = modules;
    this.takeDown = takeDown;
  }

  void close() {
    threads.shutdown();
  }

  /** Installs a bundle as it is. */
  Bundle install(String location, byte[] jar) throws BundleException {
    return install(location, MemoryModule.of(jar));
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
  void begin(SkillName name, String location, Supplier<Map<String, String>> headers) {
    try {
      begun.put(
          name,
          CompletableFuture.supplyAsync(
              () -> resolved(location, new MemoryModule(headers.get())), threads));
    } catch (RejectedExecutionException e) {
      LOG.debug("The gateway is stopping: no bundle is prepared for {}", name);
    }
  }

  private Berth resolved(String location, MemoryModule module) {
    try {
      Bundle bundle = install(location, module);
      context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(List.of(bundle));
      return new Berth(bundle, module);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one that was begun for its skill, with the bundle in it, ready to start. */
  Optional<Bundle> filled(SkillBundle bundle) {
    Optional<Berth> begun = end(bundle.name());
    if (begun.isEmpty() || begun.get().module().fill(bundle.bytes()))
      return begun.map(Berth::bundle);
    takeDown.accept(begun.get().bundle());
    return Optional.empty();
  }

  /** Takes down the one that was begun for a skill, if it is still there. */
  void giveUp(SkillName name) {
    end(name).map(Berth::bundle).ifPresent(takeDown);
  }

  /** Waits for the one that was begun; it is no other's then. */
  private Optional<Berth> end(SkillName name) {
    CompletableFuture<Berth> berth = begun.remove(name);
    if (berth == null) return Optional.empty();
    try {
      return Optional.of(berth.join());
    } catch (CompletionException e) {
      LOG.debug("No bundle was prepared for {}", name, e);
      return Optional.empty();
    }
  }
}
