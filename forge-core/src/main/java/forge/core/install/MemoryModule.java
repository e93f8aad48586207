// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/**
 * A bundle whose content is in memory, and may come later than its headers: the framework needs no
 * more than those to install and to resolve it. Its classes are defined by the framework, with a
 * loader of their own, as those of a jar.
 */
final class MemoryModule implements ConnectModule, ConnectContent {

  private final Map<String, String> headers;
  private volatile Map<String, byte[]> entries = Map.of();

  /** With these headers and nothing in it. */
  MemoryModule(Map<String, String> headers) {
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
  }

  /** With the content of a jar. */
  static MemoryModule of(byte[] jar) {
    Map<String, byte[]> entries = entries(jar);
    MemoryModule module = new MemoryModule(headers(entries));
    module.entries = entries;
    return module;
  }

  /** Gives it the content of a jar; does not when that has other headers. */
  boolean fill(byte[] jar) {
    Map<String, byte[]> content = entries(jar);
    if (!headers(content).equals(headers)) return false;
    entries = content;
    return true;
  }

  private static Map<String, byte[]> entries(byte[] jar) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
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
