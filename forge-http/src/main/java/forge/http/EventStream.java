// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that goes on: frames as they come, to a client that may be slow. It holds no thread:
 * what cannot be written now is written when the container says so.
 */
final class EventStream implements WriteListener {

  /** Where the frames come from. */
  interface Source {

    /** The next frame, when there is one. */
    Optional<byte[]> next();

    /** Whether there will be no more. */
    boolean isEnded();

    /** Whether it ended because of this client, so that it is not waited for any more. */
    boolean isGivenUp();

    /** Nobody reads any more; called once. */
    void close();
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Source source;
  private boolean started;
  private boolean beat;
  private boolean unflushed;
  private boolean ended;

  private EventStream(AsyncContext async, ServletOutputStream out, Source source) {
    this.async = async;
    this.out = out;
    this.source = source;
  }

  /** Lets the answer to a request go on with these frames. */
  static EventStream open(HttpServletRequest request, HttpServletResponse response, Source source)
      throws IOException {
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    return new EventStream(async, response.getOutputStream(), source);
  }

  /** Begins to write; from now on the container may call from any thread. */
  void start() {
    out.setWriteListener(this);
  }

  /** There may be something to write. */
  synchronized void news() {
    if (!started || ended) return;
    try {
      write();
    } catch (IOException | IllegalStateException e) {
      end();
    }
  }

  private void write() throws IOException {
    while (out.isReady()) {
      Optional<byte[]> frame = frame();
      if (frame.isPresent()) {
        unflushed = true;
        out.write(frame.get());
      } else if (unflushed) {
        unflushed = false;
        out.flush();
      } else {
        if (source.isEnded()) end();
        return;
      }
    }
    if (!source.isGivenUp()) return;
    LOG.info("a client that does not read its stream of events is cut off");
    end();
  }

  private Optional<byte[]> frame() {
    if (!beat) return source.next();
    beat = false;
    return Optional.of(Frame.BEAT);
  }

  /** Says that somebody is still there: proxies hang up on silence, and a dead client shows. */
  synchronized void beat() {
    beat = true;
    news();
  }

  /** Ends the answer. */
  synchronized void end() {
    if (ended) return;
    ended = true;
    source.close();
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // the container was faster
    }
  }

  @Override
  public synchronized void onWritePossible() {
    started = true;
    news();
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }
}
