// SPDX-License-Identifier: Apache-2.0
package forge.bench.peers;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Plain javac by its public API, in memory, with one kept file manager; a class loader a text. */
final class JavacEngine implements Script.Engine {

  private static final String TYPE = "Changed";
  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
  private final JavaFileManager kept = javac.getStandardFileManager(null, null, null);

  @Override
  public Script compile(String body) throws Exception {
    String source =
        """
        import java.util.*;
        import java.util.stream.*;
        public final class Changed implements forge.bench.peers.Script {
          public Object call(String text, int most) {
        %s
          }
        }
        """
            .formatted(body);
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter said = new StringWriter();
    List<Text> texts = List.of(new Text(source));
    if (!javac.getTask(said, new Memory(kept, classes), null, OPTIONS, null, texts).call())
      throw new IllegalArgumentException(said.toString());
    return (Script) new Loader(classes).loadClass(TYPE).getConstructor().newInstance();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("memory:///" + TYPE + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(JavaFileManager kept, Map<String, ByteArrayOutputStream> classes) {
      super(kept);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, key -> new ByteArrayOutputStream());
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(JavacEngine.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!classes.containsKey(name)) throw new ClassNotFoundException(name);
      byte[] bytes = classes.get(name).toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
