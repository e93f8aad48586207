// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import forge.api.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The walls that the framework puts around skills. Whoever installs skills refers to this service,
 * so that no skill is there without them.
 */
@Component(service = Walls.class)
public final class Walls {

  private final BundleContext context;
  private final DigestWall digests = new DigestWall();
  private final List<ServiceRegistration<?>> hooks = new ArrayList<>();
  private final BundleListener cleaner = this::changed;

  /** Puts them up. */
  @Activate
  public Walls(BundleContext context) {
    this.context = context;
    SightWall sight = new SightWall();
    register(ResolverHookFactory.class, new WiringWall(FrameworkUtil.getBundle(Skill.class)));
    register(FindHook.class, sight);
    register(EventListenerHook.class, sight);
    register(EventHook.class, sight);
    register(org.osgi.framework.hooks.bundle.FindHook.class, sight);
    register(WeavingHook.class, digests);
    context.addBundleListener(cleaner);
  }

  private <H> void register(Class<H> type, H hook) {
    hooks.add(context.registerService(type, hook, null));
  }

  @Deactivate
  void close() {
    context.removeBundleListener(cleaner);
    hooks.forEach(ServiceRegistration::unregister);
  }

  /** A bundle with exactly these entries, by path, may come up at that location. */
  public void expect(String location, Map<String, byte[]> entries) {
    digests.expect(location, entries);
  }

  /** None will, after all; a bundle that is uninstalled is forgotten by itself. */
  public void forget(String location) {
    digests.forget(location);
  }

  private void changed(BundleEvent event) {
    if (event.getType() == BundleEvent.UNINSTALLED) forget(event.getBundle().getLocation());
  }
}
