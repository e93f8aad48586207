// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.INameEnvironment;
import org.eclipse.jdt.internal.compiler.env.NameEnvironmentAnswer;

/**
 * All the types there are for ECJ: the platform and what is {@link Visible}. Each class file is
 * read once; used by one thread at a time.
 */
final class EcjTypes implements INameEnvironment {
  private final Platform platform = new Platform();
  private final Set<String> packages = new HashSet<>();
  private final Map<String, byte[]> visible;
  private final Map<String, NameEnvironmentAnswer> read = new HashMap<>();

  EcjTypes(Visible visible) {
    this.visible = visible.classes();
    platform.packages().forEach(this::addWithParents);
    this.visible.keySet().forEach(name -> addWithParents(packageOf(name)));
  }

  private void addWithParents(String name) {
    for (String each = name; !each.isEmpty() && packages.add(each); ) each = packageOf(each);
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  @Override
  public NameEnvironmentAnswer findType(char[][] name) {
    int last = name.length - 1;
    return findType(name[last], CharOperation.subarray(name, 0, last));
  }

  @Override
  public NameEnvironmentAnswer findType(char[] typeName, char[][] packageName) {
    return find(CharOperation.toString(packageName), new String(typeName));
  }

  /** ECJ's own word for "there is none" is null. */
  private NameEnvironmentAnswer find(String packageName, String simpleName) {
    String name = packageName + "." + simpleName;
    NameEnvironmentAnswer known = read.get(name);
    if (known != null) return known;
    byte[] bytes = visible.get(name);
    if (bytes == null) bytes = platform.classFile(packageName, simpleName).orElse(null);
    if (bytes == null) return null;
    NameEnvironmentAnswer answer = new NameEnvironmentAnswer(reader(name, bytes), null);
    read.put(name, answer);
    return answer;
  }

  private static ClassFileReader reader(String name, byte[] bytes) {
    try {
      return new ClassFileReader(bytes, name.toCharArray(), true);
    } catch (ClassFormatException e) {
      throw new IllegalStateException("cannot read class " + name, e);
    }
  }

  @Override
  public boolean isPackage(char[][] parent, char[] name) {
    char[][] whole = parent == null ? new char[][] {name} : CharOperation.arrayConcat(parent, name);
    return packages.contains(CharOperation.toString(whole));
  }

  @Override
  public void cleanup() {
    // what was read of the platform stays right
  }
}
