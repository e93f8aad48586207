// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What compiling a class costs by itself: javac in this process by its public API, with one file
 * manager that is kept, source and classes in memory.
 */
final class BareJavac {

  private static final List<String> OPTIONS =
      List.of("-proc:none", "-implicit:none", "-g:source,lines", "-Xlint:none");

  private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
  private final JavaFileManager files;

  /** With the class path of this process, which holds the Skill API. */
  BareJavac() {
    if (javac == null) throw new IllegalStateException("this Java has no compiler; use a JDK");
    files = javac.getStandardFileManager(null, null, null);
  }

  /** With a class path of its own. */
  BareJavac(List<Path> classPath) throws IOException {
    this();
    StandardJavaFileManager own = (StandardJavaFileManager) files;
    own.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
  }

  /**
   * Compiles one file.
   *
   * @return class bytes by binary name
   * @throws IllegalArgumentException with javac's words when it does not compile
   */
  Map<String, byte[]> compile(String fileName, String source) {
    StringWriter complaints = new StringWriter();
    Memory memory = new Memory(files);
    JavaFileObject file = new Text(fileName, source);
    boolean done = javac.getTask(complaints, memory, null, OPTIONS, null, List.of(file)).call();
    if (!done) throw new IllegalArgumentException(complaints.toString());
    return memory.classes();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String fileName, String text) {
      super(URI.create("memory:///" + fileName), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    Memory(JavaFileManager kept) {
      super(kept);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public boolean hasLocation(Location location) {
      return location != StandardLocation.SOURCE_PATH && super.hasLocation(location);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      outputs.put(className, bytes);
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }
}
