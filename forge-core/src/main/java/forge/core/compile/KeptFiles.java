// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * All the files there are for javac: the platform, what is {@link Visible}, and the classes it
 * writes, in memory. What is in a package of the platform is looked up once.
 */
final class KeptFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Map<String, List<JavaFileObject>> visible = new HashMap<>();
  private final Map<Listing, List<JavaFileObject>> platform = new HashMap<>();
  private final Map<String, MemoryClass> written = new TreeMap<>();

  private record Listing(Location location, String packageName, Set<Kind> kinds) {}

  KeptFiles(Visible visible) {
    super(
        ToolProvider.getSystemJavaCompiler()
            .getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8));
    visible.classes().forEach(this::see);
  }

  private void see(String binaryName, byte[] bytes) {
    String packageName = binaryName.substring(0, binaryName.lastIndexOf('.'));
    visible
        .computeIfAbsent(packageName, none -> new ArrayList<>())
        .add(new MemoryClass(binaryName, bytes));
  }

  /** Forgets the classes written so far. */
  void clear() {
    written.clear();
  }

  /** The classes written, by binary name. */
  Map<String, byte[]> written() {
    Map<String, byte[]> classes = new TreeMap<>();
    written.forEach((name, file) -> classes.put(name, file.bytes()));
    return classes;
  }

  /** Whether all classes written are of that package. */
  boolean onlyIn(String packageName) {
    return written.keySet().stream()
        .allMatch(name -> name.startsWith(packageName + ".") && !isDeeper(name, packageName));
  }

  private static boolean isDeeper(String name, String packageName) {
    return name.indexOf('.', packageName.length() + 1) >= 0;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<Kind> kinds, boolean recurse) throws IOException {
    if (location == StandardLocation.CLASS_PATH && kinds.contains(Kind.CLASS) && !recurse)
      return visible.getOrDefault(packageName, List.of());
    return isPlatform(location) && !recurse ? platform(location, packageName, kinds) : List.of();
  }

  /** Packages that are not there are not remembered: a source may name any number of them. */
  private List<JavaFileObject> platform(Location location, String packageName, Set<Kind> kinds)
      throws IOException {
    Listing listing = new Listing(location, packageName, kinds);
    List<JavaFileObject> known = platform.get(listing);
    if (known != null) return known;
    List<JavaFileObject> found = new ArrayList<>();
    super.list(location, packageName, kinds, false).forEach(found::add);
    if (!found.isEmpty()) platform.put(listing, found);
    return found;
  }

  private static boolean isPlatform(Location location) {
    return location.getName().startsWith(StandardLocation.SYSTEM_MODULES.getName());
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof MemoryClass ours
        ? ours.binaryName()
        : super.inferBinaryName(location, file);
  }

  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.CLASS_PATH || isPlatform(location);
  }

  @Override
  public Location getLocationForModule(Location location, String moduleName) throws IOException {
    return isPlatform(location) ? super.getLocationForModule(location, moduleName) : null;
  }

  @Override
  public Location getLocationForModule(Location location, JavaFileObject file) {
    return null;
  }

  @Override
  public Iterable<Set<Location>> listLocationsForModules(Location location) throws IOException {
    return isPlatform(location) ? super.listLocationsForModules(location) : List.of();
  }

  @Override
  public JavaFileObject getJavaFileForInput(Location location, String className, Kind kind)
      throws IOException {
    return isPlatform(location) ? super.getJavaFileForInput(location, className, kind) : null;
  }

  @Override
  public FileObject getFileForInput(Location location, String packageName, String relativeName) {
    return null;
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, Kind kind, FileObject sibling) throws IOException {
    if (kind != Kind.CLASS) throw refused(className);
    return written.computeIfAbsent(className, name -> new MemoryClass(name, new byte[0]));
  }

  @Override
  public FileObject getFileForOutput(
      Location location, String packageName, String relativeName, FileObject sibling)
      throws IOException {
    throw refused(relativeName);
  }

  private static IOException refused(String name) {
    return new IOException("a skill is made of classes only; not written: " + name);
  }

  @Override
  public boolean contains(Location location, FileObject file) {
    return false;
  }

  @Override
  public ClassLoader getClassLoader(JavaFileManager.Location location) {
    return null;
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a.toUri().equals(b.toUri());
  }
}
