// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.worker.Wire;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a worker says, as far as it has a limit for each call. */
final class Said extends FilterInputStream {

  /** More than the doors let through in one call. */
  private static final long MOST = 512L << 20;

  private long left = MOST;

  Said(InputStream in) {
    super(in);
  }

  /** A call begins. */
  void begin() {
    left = MOST;
  }

  @Override
  public int read() throws IOException {
    throw new UnsupportedOperationException("frames are read");
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    left -= Math.max(0, read);
    if (left < 0) throw Wire.malformed("more than " + (MOST >> 20) + " MB in one call");
    return read;
  }
}
