// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Which skills of the forge are up as bundles, and each time that one was brought up. */
final class Residents implements SynchronousBundleListener, AutoCloseable {

  private static final String MODULE = "forge_gen_";

  private final BundleContext context;
  private final List<String> broughtUp = new CopyOnWriteArrayList<>();

  Residents(BundleContext context) {
    this.context = context;
    context.addBundleListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    String name = event.getBundle().getSymbolicName();
    if (event.getType() == BundleEvent.INSTALLED && name.startsWith(MODULE))
      broughtUp.add(name.substring(MODULE.length()));
  }

  /** The skills that are up, in order of name; twice while two of their versions are. */
  List<String> now() {
    return Arrays.stream(context.getBundles())
        .map(bundle -> bundle.getSymbolicName())
        .filter(name -> name.startsWith(MODULE))
        .map(name -> name.substring(MODULE.length()))
        .sorted()
        .toList();
  }

  /** The skills that were brought up since this began, in order of time. */
  List<String> broughtUp() {
    return List.copyOf(broughtUp);
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}
