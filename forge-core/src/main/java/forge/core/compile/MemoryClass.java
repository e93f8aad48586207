// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A class file as javac reads and writes it. */
final class MemoryClass extends SimpleJavaFileObject {
  private final String binaryName;
  private byte[] bytes;

  MemoryClass(String binaryName, byte[] bytes) {
    super(URI.create("skill:///" + binaryName.replace('.', '/') + ".class"), Kind.CLASS);
    this.binaryName = binaryName;
    this.bytes = bytes;
  }

  String binaryName() {
    return binaryName;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public InputStream openInputStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public OutputStream openOutputStream() {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        bytes = toByteArray();
      }
    };
  }
}
