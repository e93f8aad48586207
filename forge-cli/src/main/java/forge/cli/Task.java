// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.Map;

/**
 * One verb as it is carried out.
 *
 * @param arguments its command line
 * @param environment what is set around it
 * @param given where it reads what it is given
 * @param screen where it writes
 */
record Task(Arguments arguments, Map<String, String> environment, Given given, Screen screen) {

  /** The gateway to ask, as it can be found now. */
  Gateway gateway() {
    String token = environment.getOrDefault("FORGE_TOKEN", "").strip();
    if (!token.equals(printable(token)))
      throw Ended.wrong("FORGE_TOKEN is no token: it has a character that none has");
    String author = printable(System.getProperty("user.name", ""));
    String authorities = environment.getOrDefault("FORGE_CA", "");
    return new Gateway(Address.of(arguments, environment), token, author, authorities);
  }

  /** A header carries printable ASCII. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c > ' ' && c < 0x7f ? c : '_');
    }
    return out.toString();
  }

  /** Whether the answers are for a machine. */
  boolean forMachines() {
    return arguments.isFlag("json");
  }

  /** Shows the answer as it came, when it is for a machine. */
  boolean shown(Reply reply) {
    if (forMachines()) screen.say(reply.body());
    return forMachines();
  }
}
