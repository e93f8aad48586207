// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.live.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One call on the {@link CallLane}: from its headers to its answer, on whichever thread is there.
 */
final class LaneCall implements Visitor {

  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Answer.JSON);

  private final Core core;
  private final Gate gate;
  private final Drain drain;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String id;
  private final byte[] body;
  private final AtomicBoolean answered = new AtomicBoolean();
  private int arrived;
  private volatile Thread busy;

  LaneCall(
      Core core, Gate gate, Drain drain, Request request, Response response, Callback callback) {
    this.core = core;
    this.gate = gate;
    this.drain = drain;
    this.request = request;
    this.response = response;
    this.callback = callback;
    id = CallerFilter.id(request.getHeaders().get(CallerFilter.ID));
    body = new byte[(int) request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH)];
  }

  /** Begins to read. All of the body first: a client that still writes would miss a refusal. */
  void begin() {
    drain.enter();
    guarded(this::read);
  }

  /** Goes on when there is more to read. */
  private void read() {
    while (arrived < body.length) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(() -> guarded(this::read));
        return;
      }
      if (Content.Chunk.isFailure(chunk)) throw Body.endedEarly();
      arrived += chunk.get(body, arrived, body.length - arrived);
      chunk.release();
      if (chunk.isLast() && arrived < body.length) throw Body.endedEarly();
    }
    call();
  }

  private void call() {
    drain.require();
    gate.admit(this).require(Role.CALL);
    String path = request.getHttpURI().getPath();
    SkillName name = Exchange.skill(path.substring(CallLane.PREFIX.length() + 1));
    SkillRequest arguments = SkillsApi.arguments(Json.read(body));
    core.runner().call(name, arguments, result -> answer(() -> SkillsApi.answer(result)));
  }

  /** What goes wrong before the skill runs is the answer. */
  private void guarded(Runnable step) {
    MDC.put(CallerFilter.MDC_ID, id);
    busy = Thread.currentThread();
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      answer(
          () -> {
            throw e;
          });
    } finally {
      busy = null;
      MDC.remove(CallerFilter.MDC_ID);
    }
  }

  private void answer(Supplier<Answer> made) {
    if (!answered.compareAndSet(false, true)) return;
    Answer answer;
    try {
      MDC.put(CallerFilter.MDC_ID, id);
      answer = Guard.answer("POST " + path(), made);
    } catch (OutOfMemoryError e) {
      answered.set(false); // whoever tells the result does so again
      throw e;
    }
    try {
      send(answer);
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(LaneCall.class).debug("a client has gone before its answer", e);
      callback.failed(e);
    } finally {
      drain.end();
      MDC.remove(CallerFilter.MDC_ID);
    }
  }

  private void send(Answer answer) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(answer.status());
    headers.add(CallerFilter.ID, id);
    for (HttpField field : Answer.FIELDS) headers.add(field);
    answer.headers().forEach(headers::put);
    headers.add(JSON);
    // Its thread is still with a skill that was told to end, and the connection with it.
    Thread other = busy;
    if (other != null && other != Thread.currentThread())
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    headers.add(HttpHeader.CONTENT_LENGTH, answer.body().length);
    if (answer.status() >= 400) CallerFilter.log(answer.status(), "POST", path(), address());
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private String path() {
    return request.getHttpURI().getPath();
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public String address() {
    return Request.getRemoteAddr(request);
  }
}
