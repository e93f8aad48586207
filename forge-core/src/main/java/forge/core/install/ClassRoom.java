// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.core.data.Lazy;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.function.Supplier;

/** The room that the JVM has for classes: each bundle that comes up takes some of it. */
final class ClassRoom {

  static final String FULL =
      "the gateway has no room for the classes of one more skill; retire what nobody needs, ask for"
          + " the tier isolated, or start it with more (FORGE_JAVA_OPTS=-XX:MaxMetaspaceSize=1g)";

  private static final double MOST = 0.9;

  private final Supplier<MemoryUsage> usage;
  private final Runnable collect;

  /** That of this JVM. */
  ClassRoom() {
    this(ofThis(), System::gc);
  }

  ClassRoom(Supplier<MemoryUsage> usage, Runnable collect) {
    this.usage = usage;
    this.collect = collect;
  }

  /** The pool is looked up when it is first asked, and no more: a start needs none of it. */
  private static Supplier<MemoryUsage> ofThis() {
    Supplier<Optional<MemoryPoolMXBean>> metaspace = new Lazy<>(ClassRoom::metaspace);
    return () ->
        metaspace
            .get()
            .map(MemoryPoolMXBean::getUsage)
            .orElseGet(() -> new MemoryUsage(0, 0, 0, -1));
  }

  private static Optional<MemoryPoolMXBean> metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .findFirst();
  }

  /** Whether none comes up any more; what is no longer used is cleared away first. */
  boolean isFull() {
    if (!isBeyond()) return false;
    collect.run();
    return isBeyond();
  }

  private boolean isBeyond() {
    MemoryUsage now = usage.get();
    return now.getMax() > 0 && now.getUsed() > MOST * now.getMax();
  }
}
