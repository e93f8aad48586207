// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Brings the product's bundles into a framework. */
final class Bundles {
  private static final String MISSING = "missing requirement ";

  private final BundleContext context;
  private final ClassLoader loader;

  /** Where the framework notes the number of the next bundle, for a storage that is kept. */
  private final Path number;

  /**
   * Of a framework that is started.
   *
   * @param loader of the bundles' classes
   * @param storage of the framework
   */
  Bundles(BundleContext context, ClassLoader loader, Path storage) {
    this.context = context;
    this.loader = loader;
    this.number = storage.resolve("bundle0/bundle.id");
  }

  /**
   * Installs all, then resolves all at once, then starts them in order.
   *
   * @throws StartFailure naming every bundle that did not start and what it lacks
   */
  void start(List<Path> jars) {
    List<Bundle> bundles = jars.stream().map(this::install).toList();
    context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(bundles);
    // What does not resolve says why when it is started: nothing else is started then.
    List<Bundle> unresolved =
        bundles.stream().filter(bundle -> bundle.getState() == Bundle.INSTALLED).toList();
    List<String> faults = new ArrayList<>();
    for (Bundle bundle : unresolved.isEmpty() ? bundles : unresolved)
      if (!isFragment(bundle)) start(bundle, faults);
    if (!faults.isEmpty()) throw new StartFailure(FAILED, String.join("\n", faults));
  }

  private Bundle install(Path jar) {
    try {
      Bundle bundle = context.installBundle(ProductModules.location(jar));
      BundleOfClass.remember(loader, jar, bundle);
      forgetNumber();
      return bundle;
    } catch (BundleException e) {
      throw new StartFailure(FAILED, jar.getFileName() + " is no bundle: " + e.getMessage(), e);
    }
  }

  /** One that is written over is put on the disk at once by ext4, each time. */
  private void forgetNumber() {
    try {
      Files.deleteIfExists(number);
    } catch (IOException e) {
      // Then it is written over.
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  private static void start(Bundle bundle, List<String> faults) {
    try {
      // The framework's storage is emptied at each start: a state kept there would be for nobody.
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      faults.add(bundle.getSymbolicName() + " " + bundle.getVersion() + " " + fault(e));
    }
  }

  private static String fault(BundleException failure) {
    String message = String.valueOf(failure.getMessage());
    int at = message.lastIndexOf(MISSING);
    if (failure.getType() == BundleException.RESOLVE_ERROR && at >= 0)
      return "does not resolve, it needs: " + requirement(message.substring(at + MISSING.length()));
    Throwable cause = failure;
    while (cause.getCause() != null) cause = cause.getCause();
    return "failed to start: " + cause;
  }

  private static String requirement(String text) {
    int end = text.indexOf(" Unresolved requirements");
    return end < 0 ? text : text.substring(0, end);
  }
}
