// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Hides the framework from skills: no bundle, no service and no event of others is there for them.
 *
 * <p>The component runtime asks in the name of a skill's bundle, too. It finds no {@code Condition}
 * there and then keeps no listener for one, so that thousands of skills cost no more than one.
 */
final class SightWall
    implements FindHook, EventListenerHook, EventHook, org.osgi.framework.hooks.bundle.FindHook {

  @Override
  public void find(
      BundleContext context,
      String name,
      String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    if (SkillBundles.isSkill(context))
      references.removeIf(reference -> !context.getBundle().equals(reference.getBundle()));
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    Bundle source = event.getServiceReference().getBundle();
    listeners
        .keySet()
        .removeIf(context -> SkillBundles.isSkill(context) && !context.getBundle().equals(source));
  }

  @Override
  public void event(BundleEvent event, Collection<BundleContext> contexts) {
    contexts.removeIf(SkillBundles::isSkill);
  }

  @Override
  public void find(BundleContext context, Collection<Bundle> bundles) {
    if (SkillBundles.isSkill(context))
      bundles.removeIf(bundle -> !bundle.equals(context.getBundle()));
  }
}
