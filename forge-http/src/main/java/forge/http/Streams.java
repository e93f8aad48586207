// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.http.EventStream.Source;
import forge.live.Metrics.Family;
import forge.live.Metrics.Type;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.MDC;

/** All answers that go on: how many there may be, their heartbeats, and their end. */
final class Streams {

  private static final int BEAT_SECONDS = 15;
  private static final String TYPE = Accept.EVENTS + ";charset=utf-8";

  /** A proxy that collects an answer before it hands it on would hand on nothing. */
  private static final Map<String, String> HEADERS = Map.of("X-Accel-Buffering", "no");

  private final int most;
  private final Drain drain;
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService beats;
  private final ExecutorService workers;
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param most how many there may be at once
   * @param drain is told what is being done, so that a stop waits for it
   */
  Streams(int most, Drain drain) {
    this.most = most;
    this.drain = drain;
    beats = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "forge-heartbeat"));
    beats.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    workers =
        new ThreadPoolExecutor(
            0,
            most,
            BEAT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> thread(task, "forge-stream"));
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Lets each of them say that somebody is still there. */
  void beat() {
    open.forEach(EventStream::beat);
  }

  /**
   * Has something written by a thread that nobody interrupts: a skill's own may be, and a write by
   * an interrupted thread closes its connection.
   */
  void soon(Runnable news) {
    try {
      beats.execute(news);
    } catch (RejectedExecutionException e) {
      // all streams are ended
    }
  }

  /** Ends all of them. */
  void close() {
    closed = true;
    open.forEach(EventStream::news);
    open.forEach(EventStream::end);
    workers.shutdownNow();
    beats.shutdown();
  }

  /** Opens a source that runs this whenever it has news. */
  @FunctionalInterface
  interface Opening {

    /** The source. */
    Source open(Runnable news);
  }

  /**
   * An answer that goes on with the frames of a source.
   *
   * @throws ErrorAnswer 429 when there are too many already, or what the opening throws
   */
  Answer answer(Exchange exchange, Opening opening) {
    if (exchange.isHead()) return new Answer(200, TYPE, (request, response) -> {}, HEADERS);
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      throw tooMany();
    }
    try {
      return new Answer(200, TYPE, new Counted(opening), HEADERS);
    } catch (RuntimeException e) {
      count.decrementAndGet();
      throw e;
    }
  }

  /**
   * Does something on a thread of its own.
   *
   * @throws ErrorAnswer 429 when too much is being done
   */
  void work(Runnable task) {
    drain.begin();
    String id = MDC.get(CallerFilter.MDC_ID);
    try {
      workers.execute(
          () -> {
            MDC.put(CallerFilter.MDC_ID, id);
            try {
              task.run();
            } finally {
              MDC.remove(CallerFilter.MDC_ID);
              drain.end();
            }
          });
    } catch (RejectedExecutionException e) {
      drain.end();
      throw tooMany();
    }
  }

  private ErrorAnswer tooMany() {
    refused.increment();
    return new ErrorAnswer(
        429,
        "busy",
        "There are " + most + " streams already; try again in some seconds",
        List.of(),
        Map.of("Retry-After", "5"));
  }

  /** What there is to count of them. */
  List<Family> read() {
    return List.of(
        Family.of(
            "forge_event_readers",
            Type.GAUGE,
            "Streams of events that are open, those of calls and creates among them.",
            count.get()),
        Family.of(
            "forge_event_readers_refused_total",
            Type.COUNTER,
            "Streams that were refused because there were too many.",
            refused.sum()));
  }

  /** A source that greets first, and is counted until it is closed. */
  private final class Counted implements Source, Answer.Content {
    private final Source source;
    private volatile Optional<EventStream> stream = Optional.empty();
    private boolean greeted;

    Counted(Opening opening) {
      source = opening.open(() -> stream.ifPresent(EventStream::news));
    }

    @Override
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
      try {
        EventStream opened = EventStream.open(request, response, this);
        stream = Optional.of(opened);
        open.add(opened);
        opened.start();
        if (closed) opened.end();
      } catch (IOException | IllegalStateException e) {
        close();
        throw e;
      }
    }

    @Override
    public Optional<byte[]> next() {
      if (greeted) return source.next();
      greeted = true;
      return Optional.of(Frame.HELLO);
    }

    @Override
    public boolean isEnded() {
      return source.isEnded();
    }

    @Override
    public boolean isGivenUp() {
      return source.isGivenUp();
    }

    @Override
    public void close() {
      stream.ifPresent(open::remove);
      count.decrementAndGet();
      source.close();
    }
  }
}
