// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A source text as javac reads it. */
final class MemorySource extends SimpleJavaFileObject {
  private final SourceText text;

  MemorySource(SourceText text) {
    super(URI.create("skill:///" + text.file()), Kind.SOURCE);
    this.text = text;
  }

  SourceText text() {
    return text;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text.text();
  }
}
