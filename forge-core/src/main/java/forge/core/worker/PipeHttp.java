// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.HttpReply;
import forge.api.SkillHttp;
import forge.core.data.Reply;
import java.util.List;
import java.util.Map;

/** The web, asked for by the gateway. */
final class PipeHttp implements SkillHttp {

  private final Questions questions;

  PipeHttp(Questions questions) {
    this.questions = questions;
  }

  @Override
  public HttpReply get(String url) {
    return send("GET", url, Map.of(), null);
  }

  @Override
  @SuppressWarnings("unchecked") // headers are texts by name
  public HttpReply send(String method, String url, Map<String, String> headers, Object body) {
    Object head = PipeContext.plain("headers", headers == null ? Map.of() : headers);
    Object content = body instanceof byte[] bytes ? bytes : PipeContext.plain("body", body);
    List<?> told = (List<?>) questions.ask("http.send", method, url, head, content);
    return new Reply(
        ((Long) told.get(0)).intValue(),
        (Map<String, String>) told.get(1),
        (byte[]) told.get(2),
        this::json);
  }

  /** The gateway reads it: a worker has no parser. */
  private Object json(String text) {
    List<?> read = (List<?>) questions.ask("json", text);
    if (read.isEmpty()) throw new IllegalArgumentException("no JSON");
    return read.get(0);
  }
}
