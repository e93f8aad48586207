// SPDX-License-Identifier: Apache-2.0
package forge.core.halt;

import forge.core.audit.AuditLog;
import forge.core.run.SkillRunner;
import forge.core.store.SkillStore;
import forge.live.ForgeEvent.Kind;
import forge.live.Halt;
import java.io.IOException;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The halt: a switch in the store that every call looks at, and an OSGi condition {@code
 * forge.armed} that is there while no halt is in force, for whatever else must stop with the
 * skills.
 */
@Component
public final class HaltSwitch implements Halt {

  private static final Logger LOG = LoggerFactory.getLogger(HaltSwitch.class);
  private static final String ARMED = "forge.armed";

  private final BundleContext context;
  private final SkillStore store;
  private final SkillRunner runner;
  private final AuditLog audit;
  private ServiceRegistration<Condition> armed;

  /** As the store left it. */
  @Activate
  public HaltSwitch(
      BundleContext context,
      @Reference SkillStore store,
      @Reference SkillRunner runner,
      @Reference AuditLog audit) {
    this.context = context;
    this.store = store;
    this.runner = runner;
    this.audit = audit;
    if (inForce().isEmpty()) arm();
  }

  @Deactivate
  synchronized void disarm() {
    if (armed != null) armed.unregister();
    armed = null;
  }

  private void arm() {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(Condition.CONDITION_ID, ARMED);
    armed = context.registerService(Condition.class, Condition.INSTANCE, properties);
  }

  @Override
  public Optional<Order> inForce() {
    return store.switches().halt();
  }

  @Override
  public synchronized int halt(String reason, String door, String author) {
    if (inForce().isPresent()) return 0;
    Order order = new Order(reason, author, Instant.now());
    AtomicInteger ended = new AtomicInteger();
    try {
      store.change(
          switches -> switches.withHalt(Optional.of(order)), () -> ended.set(runner.endAll()));
    } finally {
      disarm();
      tell(Kind.HALTED, author, door, reason);
    }
    return ended.get();
  }

  @Override
  public synchronized boolean resume(String door, String author) {
    if (inForce().isEmpty()) return false;
    tell(Kind.RESUMED, author, door, "");
    store.change(switches -> switches.withHalt(Optional.empty()), this::arm);
    return true;
  }

  /** A stop must not fail because it cannot be told. */
  private void tell(Kind kind, String author, String door, String detail) {
    try {
      audit.append(List.of(AuditLog.Told.of(kind, "", author, door, detail)));
    } catch (IOException e) {
      LOG.error("{} by {} could not be written to the audit trail", kind.word(), author, e);
    }
  }
}
