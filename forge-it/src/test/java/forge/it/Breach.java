// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.testkit.ForgeFramework;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Takes walls away from a product that runs in this JVM, until its next start. There is no setting
 * for this: a test reaches into the objects.
 */
record Breach(ForgeFramework forge) {

  /** Whatever is packed passes from now on. */
  void verifier() throws Exception {
    Field field = field(line(), "verifier");
    Constructor<?> verifier = field.getType().getDeclaredConstructor(List.class);
    verifier.setAccessible(true);
    field.set(line(), verifier.newInstance(List.of()));
  }

  /** What is compiled is packed as it is from now on. */
  void weaver() throws Exception {
    field(line(), "weaver").set(line(), UnaryOperator.identity());
  }

  /** The framework does not ask that hook any more. */
  void hook(String type) throws Exception {
    Object walls = service("forge.core.wall.Walls");
    Iterator<?> hooks = ((List<?>) field(walls, "hooks").get(walls)).iterator();
    while (hooks.hasNext()) {
      ServiceRegistration<?> hook = (ServiceRegistration<?>) hooks.next();
      String[] types = (String[]) hook.getReference().getProperty("objectClass");
      if (!types[0].equals(type)) continue;
      hook.unregister();
      hooks.remove();
      return;
    }
    throw new IllegalArgumentException("no hook " + type);
  }

  private Object line() throws InvalidSyntaxException {
    return service("forge.live.Forge");
  }

  /** Of whatever class loader: the test has types of these names, too. */
  private Object service(String type) throws InvalidSyntaxException {
    BundleContext context = forge.bundleContext();
    ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
    if (found == null) throw new IllegalStateException("no " + type);
    return context.getService(found[0]);
  }

  private static Field field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
