// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.core.pack.Frame;
import forge.make.SkillBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/**
 * A bundle whose content is in memory, and whose code may come later than the {@link Frame} around
 * it: the framework and the component runtime need no more than that to bring it up to where its
 * first class is wanted. Whoever wants one before it is there waits for it. Its classes are defined
 * by the framework, with a loader of their own, as those of a jar.
 */
final class MemoryModule implements ConnectModule, ConnectContent {

  private static final String CLASS = ".class";

  private final Map<String, String> headers;
  private final CompletableFuture<Void> whole = new CompletableFuture<>();

  /** The frame's, until it is whole. */
  private volatile Map<String, byte[]> entries;

  /** With this and nothing else in it. */
  MemoryModule(Frame frame) {
    this(frame.headers(), frame.entries());
  }

  private MemoryModule(Map<String, String> headers, Map<String, byte[]> entries) {
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.entries = entries;
  }

  /** With these entries, its manifest among them. */
  static MemoryModule of(Map<String, byte[]> entries) {
    MemoryModule module = new MemoryModule(headers(entries), entries);
    module.whole.complete(null);
    return module;
  }

  /** Gives it the entries of a bundle; does not when that has another frame. */
  boolean fill(Map<String, byte[]> content) {
    if (!headers(content).equals(headers) || !isFramed(content)) return false;
    entries = content;
    whole.complete(null);
    return true;
  }

  private boolean isFramed(Map<String, byte[]> content) {
    return entries.entrySet().stream()
        .allMatch(entry -> Arrays.equals(entry.getValue(), content.get(entry.getKey())));
  }

  /** Nothing will come into it any more. */
  void giveUp() {
    whole.complete(null);
  }

  /** The entries of a bundle, by path. */
  static Map<String, byte[]> entries(SkillBundle bundle) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bundle.bytes()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        all.put(entry.getName(), in.readAllBytes());
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> headers(Map<String, byte[]> entries) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try {
      new Manifest(new ByteArrayInputStream(entries.get(JarFile.MANIFEST_NAME)))
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      return headers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    return Optional.of(headers);
  }

  @Override
  public Iterable<String> getEntries() {
    return entries.keySet();
  }

  @Override
  public Optional<ConnectContent.ConnectEntry> getEntry(String path) {
    if (path.endsWith(CLASS)) whole.join();
    return Optional.ofNullable(entries.get(path)).map(bytes -> new Entry(path, bytes));
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.empty();
  }

  @Override
  public void open() {
    // It is in memory.
  }

  @Override
  public void close() {
    // The framework lets go of it.
  }

  private record Entry(String name, byte[] bytes) implements ConnectContent.ConnectEntry {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public long getContentLength() {
      return bytes.length;
    }

    @Override
    public long getLastModified() {
      return 0;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] getBytes() {
      return bytes.clone();
    }
  }
}
