// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/** Counts the registered services of one skill, and remembers how few there ever were. */
final class ServiceCount implements AllServiceListener, AutoCloseable {

  private final BundleContext context;
  private final Set<ServiceReference<?>> there = new HashSet<>();
  private int fewest;
  private int most;

  ServiceCount(BundleContext context, String skill) throws InvalidSyntaxException {
    this.context = context;
    String filter = "(forge.skill.name=" + skill + ")";
    synchronized (this) {
      context.addServiceListener(this, filter);
      ServiceReference<?>[] now = context.getAllServiceReferences(null, filter);
      if (now != null) there.addAll(Set.of(now));
      fewest = there.size();
      most = there.size();
    }
  }

  @Override
  public synchronized void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) there.add(event.getServiceReference());
    if (event.getType() == ServiceEvent.UNREGISTERING) there.remove(event.getServiceReference());
    fewest = Math.min(fewest, there.size());
    most = Math.max(most, there.size());
  }

  /** How many there were when there were fewest. */
  synchronized int fewest() {
    return fewest;
  }

  /** How many there were when there were most. */
  synchronized int most() {
    return most;
  }

  /** How many there are. */
  synchronized int now() {
    return there.size();
  }

  @Override
  public void close() {
    context.removeServiceListener(this);
  }
}
