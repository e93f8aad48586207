// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import forge.api.HttpReply;
import forge.api.Refusal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** An answer as a skill gets it. */
public final class Reply implements HttpReply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Function<String, Object> parser;

  /**
   * An answer.
   *
   * @param parser reads JSON; throws {@link IllegalArgumentException} for what is none
   */
  public Reply(
      int status, Map<String, String> headers, byte[] body, Function<String, Object> parser) {
    this.parser = parser;
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public byte[] bytes() {
    return body.clone();
  }

  @Override
  public String text() {
    return new String(body, charset());
  }

  private Charset charset() {
    String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    return type.contains("iso-8859-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
  }

  @Override
  public Object json() {
    try {
      return parser.apply(text());
    } catch (IllegalArgumentException e) {
      throw new Refusal("the answer (status " + status + ") is no JSON");
    }
  }
}
