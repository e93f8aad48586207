// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.http.EventStream.Source;
import forge.live.Events;
import forge.live.Events.Event;
import forge.live.Progress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Something that is done while its client reads how far it is; the answer comes last. */
final class Work implements Source {

  /** What comes faster than it is read is left out beyond this. */
  private static final int PENDING = 64;

  private final Supplier<Optional<byte[]>> steps;
  private final Runnable onClose;
  private final Runnable news;
  private volatile Optional<byte[]> answer = Optional.empty();
  private volatile boolean told;

  private Work(Supplier<Optional<byte[]>> steps, Runnable onClose, Runnable news) {
    this.steps = steps;
    this.onClose = onClose;
    this.news = news;
  }

  /** A call that tells of its progress. */
  static Work ofCall(Streams streams, Runnable news, Function<Progress, Answer> call) {
    var notes = new ArrayBlockingQueue<byte[]>(PENDING);
    var work =
        new Work(() -> Optional.ofNullable(notes.poll()), () -> {}, () -> streams.soon(news));
    Progress progress =
        (fraction, note) -> {
          if (!work.told && notes.offer(note(fraction, note))) streams.soon(news);
        };
    streams.work(() -> work.finish(Guard.answer("a streamed call", () -> call.apply(progress))));
    return work;
  }

  private static byte[] note(double fraction, String note) {
    return Frame.of("progress", Json.write(Json.object("fraction", fraction, "note", note)));
  }

  /** An order whose events are told. */
  static Work ofOrder(
      Streams streams, Runnable news, Events events, String order, Supplier<Answer> make) {
    Events.Reader reader = events.subscribe(news);
    try {
      var work = new Work(() -> step(reader, order), reader::close, () -> streams.soon(news));
      streams.work(() -> work.finish(Guard.answer("a streamed order", make)));
      return work;
    } catch (ErrorAnswer e) {
      reader.close();
      throw e;
    }
  }

  private static Optional<byte[]> step(Events.Reader reader, String order) {
    for (Optional<Event> event = reader.next(); event.isPresent(); event = reader.next())
      if (event.get().fact("order").equals(order)) return event.map(Frame::of);
    return Optional.empty();
  }

  private void finish(Answer result) {
    answer = Optional.of(Frame.of(result.status() < 400 ? "result" : "error", result.body()));
    news.run();
  }

  @Override
  public Optional<byte[]> next() {
    Optional<byte[]> last = answer; // looked at first: what came before it is there by now
    Optional<byte[]> step = steps.get();
    if (step.isPresent() || last.isEmpty() || told) return step;
    told = true;
    return last;
  }

  @Override
  public boolean isEnded() {
    return told;
  }

  /** The answer is worth waiting for. */
  @Override
  public boolean isGivenUp() {
    return false;
  }

  @Override
  public void close() {
    told = true;
    onClose.run();
  }
}
