// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.osgi.framework.connect.ConnectContent.ConnectEntry;

/**
 * The descriptions of all components of a jar as one document, which the specification allows (OSGi
 * Compendium 8, 112.4.1): Declarative Services look through all entries and make a parser for each
 * document there is.
 */
final class ComponentsEntry implements ConnectEntry {
  /** The header of a manifest that names the documents. */
  static final String HEADER = "Service-Component";

  private static final String NAME = "OSGI-INF/components.xml";

  private final byte[] document;
  private final long modified;

  private ComponentsEntry(byte[] document, long modified) {
    this.document = document;
    this.modified = modified;
  }

  /**
   * Empty where there is nothing to put together: fewer than two, or a pattern, or one that is not
   * there.
   *
   * @param header as it stands in the manifest
   */
  static Optional<ComponentsEntry> of(JarFile jar, String header) {
    String[] names = header.strip().split("\\s*,\\s*");
    if (names.length < 2 || jar.getEntry(NAME) != null) return Optional.empty();
    StringBuilder all = new StringBuilder("<components>");
    long modified = 0;
    for (String name : names) {
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) return Optional.empty();
      all.append(withoutProlog(text(jar, entry)));
      modified = Math.max(modified, entry.getTime());
    }
    byte[] document = all.append("</components>").toString().getBytes(StandardCharsets.UTF_8);
    return Optional.of(new ComponentsEntry(document, modified));
  }

  private static String text(JarFile jar, ZipEntry entry) {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutProlog(String text) {
    return text.startsWith("<?xml") ? text.substring(text.indexOf("?>") + 2) : text;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public long getContentLength() {
    return document.length;
  }

  @Override
  public long getLastModified() {
    return modified;
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(document);
  }
}
