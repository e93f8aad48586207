// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;

/** What the commands say of themselves. */
final class Help {

  private static final String FILTERS =
      "Behind a pipe: cat echo grep head less sort tail wc.  Tab completes, Ctrl-D leaves.\n"
          + "'help COMMAND' tells more.";

  private Help() {}

  /** The commands, in order of name. */
  static List<Method> commands() {
    return Stream.of(Commands.class, Oversight.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Usage.class))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  static String description(Method command) {
    return command.getAnnotation(Descriptor.class).value();
  }

  static String all() {
    Table.Builder table = Table.of("COMMAND", "WHAT IT DOES");
    for (Method command : commands()) table.row("forge:" + command.getName(), description(command));
    return table.table().text() + "\n\n" + FILTERS;
  }

  static String of(String name) {
    String plain = name.replaceFirst("^forge:", "");
    Optional<Method> command =
        commands().stream().filter(method -> method.getName().equals(plain)).findFirst();
    if (command.isEmpty()) throw new Refused("no command " + name + "; 'help' lists them");
    Usage usage = command.get().getAnnotation(Usage.class);
    return "forge:%s - %s%n%n  usage:    %s%n  example:  %s"
        .formatted(plain, description(command.get()), usage.value(), usage.example());
  }
}
