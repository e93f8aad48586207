// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.LiveSkill;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Which part of the skills a request wants to see.
 *
 * @param query what name or description must contain; empty: all
 * @param after the last name of the page before; empty: the first page
 * @param limit how many at most
 */
record Page(String query, String after, int limit) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /**
   * The page of the parameters {@code q}, {@code limit} and {@code cursor}.
   *
   * @throws ErrorAnswer 400 when one of them is not what it should be
   */
  static Page of(Exchange exchange) {
    return new Page(
        exchange.parameter("q").orElse(""),
        exchange.parameter("cursor").map(Page::after).orElse(""),
        exchange.parameter("limit").map(Page::limit).orElse(DEFAULT_LIMIT));
  }

  /** What gets the page that follows this skill. */
  static String cursor(LiveSkill last) {
    byte[] name = last.name().value().getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
  }

  private static String after(String cursor) {
    try {
      byte[] name = Base64.getUrlDecoder().decode(cursor);
      return new SkillName(new String(name, StandardCharsets.US_ASCII)).value();
    } catch (IllegalArgumentException e) {
      throw ErrorAnswer.badRequest("cursor", "must be the next_cursor of an earlier answer");
    }
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) return limit;
    } catch (NumberFormatException e) {
      // told below, with the number that is out of range
    }
    throw ErrorAnswer.badRequest("limit", "must be an integer from 1 to " + MAX_LIMIT);
  }
}
