// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.util.Hashtable;
import java.util.List;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Gogo's text filters as commands, for what stands behind a pipe. */
@Component(service = Filters.class)
public final class Filters {

  static final List<String> NAMES =
      List.of("cat", "clear", "echo", "grep", "head", "less", "sort", "tail", "wc");

  private final ServiceRegistration<Posix> registration;

  /** Registers them. */
  @Activate
  public Filters(BundleContext context, @Reference CommandProcessor processor) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(CommandProcessor.COMMAND_SCOPE, "filter");
    properties.put(CommandProcessor.COMMAND_FUNCTION, NAMES.toArray(new String[0]));
    registration = context.registerService(Posix.class, new Posix(processor), properties);
  }

  @Deactivate
  void close() {
    registration.unregister();
  }
}
