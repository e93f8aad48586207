// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * One of Gogo's text filters as a command.
 *
 * @param target the object that has it
 * @param name its name
 */
record Filter(Object target, String name) implements Function {

  @Override
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    List<Object> words = new ArrayList<>(arguments);
    if (target instanceof org.apache.felix.gogo.jline.Posix) {
      words.add(0, name);
      return Reflective.invoke(session, target, "_main", words);
    }
    return Reflective.invoke(session, target, name, words);
  }
}
