// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Errors that no servlet sees, since the request is no proper HTTP or there is no servlet: in the
 * shape of ours, and with nothing of the server in it.
 */
final class BareErrors extends ErrorHandler {

  private static final int LET_GO_MILLIS = 100;

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    Answer answer = ErrorPage.of(status).answer();
    answer.fixedHeaders().forEach(fields::put);
    fields.put(HttpHeader.CONTENT_TYPE, answer.type());
    return ByteBuffer.wrap(answer.body());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object status = request.getAttribute(ERROR_STATUS);
    int code = status instanceof Integer given && given >= 400 ? given : response.getStatus();
    Answer answer = ErrorPage.of(code).answer();
    response.setStatus(answer.status());
    answer.fixedHeaders().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    boolean unread = request.getAttribute(ERROR_EXCEPTION) instanceof HttpException;
    response.write(
        true, ByteBuffer.wrap(answer.body()), unread ? late(request, callback) : callback);
    return true;
  }

  /**
   * The server tells of what it cannot read on another thread while the one that reads still holds
   * the connection's buffer. Were the exchange over before that one lets go, both would give the
   * buffer back, and in the worst case another client's with it (Jetty 12.0, its issue 12939).
   * Nothing tells when it has let go, which takes it microseconds; the answer does not wait.
   */
  private static Callback late(Request request, Callback callback) {
    return Callback.from(
        () ->
            request
                .getComponents()
                .getScheduler()
                .schedule(callback::succeeded, LET_GO_MILLIS, TimeUnit.MILLISECONDS),
        callback::failed);
  }
}
