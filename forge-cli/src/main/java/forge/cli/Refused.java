// SPDX-License-Identifier: Apache-2.0
package forge.cli;

/**
 * The end of a command whose request was refused: the reply says why. A class of its own, since
 * machines are shown the reply itself.
 */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Reply reply;

  Refused(Reply reply) {
    super("HTTP " + reply.status(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
