// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

/** Why the gateway cannot start, said to the person who started it. */
public final class StartFailure extends RuntimeException {
  /** The gateway or its surroundings failed. */
  public static final int FAILED = 1;

  /** A flag or an environment variable is wrong. */
  public static final int BAD_SETTING = 2;

  /** Another gateway holds the data folder. */
  public static final int DATA_IN_USE = 3;

  /** The address cannot be listened on. */
  public static final int PORT_IN_USE = 4;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** A failure that ends the process with the given code. */
  public StartFailure(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure with what caused it, for the log. */
  public StartFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
