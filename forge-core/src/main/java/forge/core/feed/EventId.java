// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands: its number in the life of one gateway, and how far the audit trail had
 * come. The first means nothing in another life, the second always does.
 *
 * @param life which start of the gateway
 * @param number from 1, without a gap
 * @param trail the number of the last line of the audit trail by then
 */
record EventId(String life, long number, long trail) {

  private static final Pattern TEXT =
      Pattern.compile("([0-9a-z]{1,16})\\.([0-9]{1,18})\\.([0-9]{1,18})");

  /** What only the audit trail knows of belongs to no life. */
  static final String NO_LIFE = "0";

  static EventId read(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) throw new IllegalArgumentException("must be the id of an event");
    return new EventId(
        parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  @Override
  public String toString() {
    return life + "." + number + "." + trail;
  }
}
