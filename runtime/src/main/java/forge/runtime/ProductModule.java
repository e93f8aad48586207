// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** A jar of the product as the framework sees it: entries of its own, classes of the product. */
final class ProductModule implements ConnectModule, ConnectContent {
  /** What is there by the class path, and is resolved when the product is built. */
  private static final List<String> ASKED_FOR =
      List.of("Import-Package", "DynamicImport-Package", "Require-Capability");

  private static final Pattern USES = Pattern.compile(";\\s*uses:=(\"[^\"]*\"|[^,;\"]*)");

  private final Path jar;
  private final ClassLoader loader;
  private final boolean wired;
  private JarFile file;
  private Map<String, String> headers;
  private List<String> entries;
  private Optional<ComponentsEntry> components = Optional.empty();

  /**
   * The module of a jar.
   *
   * @param wired whether the framework has to find out if what it asks for is there
   */
  ProductModule(Path jar, ClassLoader loader, boolean wired) {
    this.jar = jar;
    this.loader = loader;
    this.wired = wired;
  }

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public synchronized void open() throws IOException {
    if (file == null) file = new JarFile(jar.toFile(), false);
  }

  @Override
  public synchronized void close() throws IOException {
    JarFile open = file;
    file = null;
    if (open != null) open.close();
  }

  private synchronized JarFile file() {
    if (file == null) throw new IllegalStateException(jar + " is closed");
    return file;
  }

  /**
   * Those of its manifest, without what each exported package uses: with one class loader for all
   * there is nothing to keep consistent. Nor is there anything to wire, so what it asks for is left
   * out, too, where all that it was built with is there; together that would be a tenth of a start.
   * All components are described in one entry.
   */
  @Override
  public synchronized Optional<Map<String, String>> getHeaders() {
    if (headers == null) headers = readHeaders();
    return Optional.of(headers);
  }

  private Map<String, String> readHeaders() {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    mainAttributes().forEach((name, value) -> all.put(name.toString(), value.toString()));
    all.computeIfPresent("Export-Package", (name, value) -> USES.matcher(value).replaceAll(""));
    if (!wired) ASKED_FOR.forEach(all::remove);
    components = ComponentsEntry.of(file, all.getOrDefault(ComponentsEntry.HEADER, ""));
    components.ifPresent(one -> all.put(ComponentsEntry.HEADER, one.getName()));
    return all;
  }

  /** The digests of a signed jar's entries stand behind them, and are many. */
  private Attributes mainAttributes() {
    try {
      open();
      byte[] all = manifest(file);
      int end = 1;
      while (end < all.length && !(all[end] == '\n' && isBreak(all, end - 1))) end++;
      return new Manifest(new ByteArrayInputStream(all, 0, end)).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] manifest(JarFile file) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(JarFile.MANIFEST_NAME))) {
      return in.readAllBytes();
    }
  }

  private static boolean isBreak(byte[] text, int at) {
    return text[at] == '\n' || text[at] == '\r' && at > 0 && text[at - 1] == '\n';
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(loader);
  }

  @Override
  public synchronized Iterable<String> getEntries() {
    if (entries == null) {
      getHeaders();
      entries =
          Stream.concat(
                  file().stream().map(ZipEntry::getName),
                  components.stream().map(ComponentsEntry::getName))
              .toList();
    }
    return entries;
  }

  @Override
  public synchronized Optional<ConnectContent.ConnectEntry> getEntry(String path) {
    if (components.isPresent() && path.equals(components.get().getName()))
      return Optional.of(components.get());
    JarFile open = file();
    return Optional.ofNullable(open.getEntry(path)).map(entry -> new Entry(open, entry));
  }

  private record Entry(JarFile file, ZipEntry entry) implements ConnectContent.ConnectEntry {
    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return file.getInputStream(entry);
    }
  }
}
