// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** What went wrong with a connection, without a word of where this machine is. */
final class Words {

  private Words() {}

  static String of(IOException e) {
    if (e instanceof SocketTimeoutException) return "it took too long";
    boolean own = e.getClass() == IOException.class && e.getMessage() != null;
    return own ? e.getMessage() : "the connection broke (" + e.getClass().getSimpleName() + ")";
  }
}
