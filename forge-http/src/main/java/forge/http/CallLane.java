// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A short way for calls of skills, before the servlets, which take longer than a call: the thread
 * that reads a call hands it to the skill's, and that one sends the answer.
 *
 * <p>It takes what programs send all day, {@code POST /api/v1/skills/NAME} with a short JSON body
 * of known length; whatever is unusual goes the long way, where everything is answered. Both ways
 * pass the same gate and give the same answers.
 */
final class CallLane extends Handler.Abstract {

  /** Where it begins. */
  static final String PREFIX = "/api/v1/skills";

  /** It is held in memory before anybody has asked who sends it. */
  private static final int MAX_BODY = 16 * 1024;

  private static final int MAX_PATH = PREFIX.length() + 1 + SkillName.MAX_LENGTH;

  /** A request with one of these has something to say that servlets listen to. */
  private static final Set<HttpHeader> UNUSUAL =
      Set.of(
          HttpHeader.EXPECT,
          HttpHeader.ORIGIN,
          HttpHeader.TRANSFER_ENCODING,
          HttpHeader.CONTENT_ENCODING);

  private final Core core;
  private final Gate gate;
  private final CallerFilter filter;
  private final Drain drain;

  CallLane(Core core, Gate gate, CallerFilter filter, Drain drain) {
    this.core = core;
    this.gate = gate;
    this.filter = filter;
    this.drain = drain;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!isUsual(request)) return false;
    new LaneCall(core, gate, drain, request, response, callback).begin();
    return true;
  }

  private boolean isUsual(Request request) {
    return request.getMethod().equals("POST")
        && isSkill(request.getHttpURI().getPath())
        && request.getHttpURI().getQuery() == null
        && hasUsualHeaders(request.getHeaders());
  }

  /** Nothing that would have to be decoded, and nothing behind the name. */
  private static boolean isSkill(String path) {
    int from = PREFIX.length() + 1;
    if (path == null || path.length() <= from || path.length() > MAX_PATH) return false;
    for (int i = from; i < path.length(); i++) {
      char c = path.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') return false;
    }
    return path.startsWith(PREFIX) && path.charAt(PREFIX.length()) == '/';
  }

  private boolean hasUsualHeaders(HttpFields headers) {
    boolean ours = false;
    boolean json = false;
    boolean shortBody = false;
    for (HttpField field : headers) {
      HttpHeader header = field.getHeader();
      if (header == null) continue;
      switch (header) {
        case HOST -> ours = filter.isOurs(field.getValue());
        case CONTENT_TYPE -> json = Body.isJson(field.getValue());
        case CONTENT_LENGTH -> shortBody = isShort(field);
        case ACCEPT -> {
          if (field.getValue().toLowerCase(Locale.ROOT).contains("text/")) return false;
        }
        default -> {
          if (UNUSUAL.contains(header)) return false;
        }
      }
    }
    return ours && json && shortBody;
  }

  private static boolean isShort(HttpField length) {
    try {
      long bytes = length.getLongValue();
      return bytes > 0 && bytes <= MAX_BODY;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
