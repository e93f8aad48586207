// SPDX-License-Identifier: Apache-2.0
package forge.cli;

/** The end of a command that cannot go on: what to say, and the exit code that tells why. */
final class Ended extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The gateway refused, or it failed. */
  static final int REFUSED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** No gateway answers there, or something else does. */
  static final int UNREACHABLE = 3;

  /** Accepted and kept, but it does not answer yet. */
  static final int WAITING = 4;

  /** Whoever read the output is gone; as a shell says it of SIGPIPE. */
  static final int BROKEN_PIPE = 141;

  private final int code;

  private Ended(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** Nothing is to be said: everything was. */
  static Ended quietly(int code) {
    return new Ended(code, "");
  }

  static Ended refused(String message) {
    return new Ended(REFUSED, message);
  }

  static Ended wrong(String message) {
    return new Ended(USAGE, message);
  }

  static Ended unreachable(String message) {
    return new Ended(UNREACHABLE, message);
  }

  int code() {
    return code;
  }
}
