// SPDX-License-Identifier: Apache-2.0
package forge.shell;

/** A command will not do it, and says why: no bug, so no stack trace. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String message) {
    super(message, null, false, false);
  }
}
