// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.core.grant.Exchange.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts secrets into what is sent, and blots them out of what comes back. */
final class Blots {

  private static final String BLOT = "***";
  private static final Pattern MARK = Pattern.compile("\\{secret:([A-Z][A-Z0-9_]{0,63})\\}");

  private final List<String> hidden = new ArrayList<>();

  /** The text with the secrets in place of their marks. */
  String filled(String text, UnaryOperator<String> secret) {
    Matcher mark = MARK.matcher(text);
    StringBuilder out = new StringBuilder();
    while (mark.find()) {
      String value = secret.apply(mark.group(1));
      hide(value);
      mark.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return mark.appendTail(out).toString();
  }

  /** As it is, and as servers echo it. */
  private void hide(String value) {
    hidden.add(value);
    hidden.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    hidden.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    hidden.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    hidden.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The answer without them. */
  Answer over(Answer answer) {
    if (hidden.isEmpty()) return answer;
    Map<String, String> headers = new TreeMap<>();
    answer.headers().forEach((name, value) -> headers.put(blotted(name), blotted(value)));
    String body = blotted(new String(answer.body(), StandardCharsets.ISO_8859_1));
    return new Answer(answer.status(), headers, body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String blotted(String text) {
    String blotted = text;
    for (String each : hidden) blotted = blotted.replace(each, BLOT);
    return blotted;
  }
}
