// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.HttpReply;
import forge.core.data.Json;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** An answer as a skill gets it. */
final class Reply implements HttpReply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  Reply(int status, Map<String, String> headers, byte[] body) {
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
      return Json.read(text());
    } catch (IllegalArgumentException e) {
      throw Access.failed("the answer (status " + status + ") is no JSON");
    }
  }
}
