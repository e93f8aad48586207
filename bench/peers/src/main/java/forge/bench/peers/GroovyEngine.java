// SPDX-License-Identifier: Apache-2.0
package forge.bench.peers;

import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Groovy: each text is a script class in a class loader of its own, so that old ones can go. */
final class GroovyEngine implements Script.Engine {

  private static final String IMPORTS = "import java.util.stream.*;";

  @Override
  public Script compile(String source) throws Exception {
    Class<?> type;
    try (GroovyClassLoader loader = new GroovyClassLoader()) {
      type = loader.parseClass(IMPORTS + source);
    }
    return (text, most) ->
        InvokerHelper.createScript(type, new Binding(Map.of("text", text, "most", most))).run();
  }
}
