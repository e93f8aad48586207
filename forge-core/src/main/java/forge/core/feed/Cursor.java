// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import forge.live.Events;
import forge.live.Events.Event;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One reader's place in the ring. */
final class Cursor implements Events.Reader {

  private final Ring ring;
  private final Deque<Event> first;
  private final Runnable news;
  private final BooleanSupplier stopped;
  private final Consumer<Cursor> onClose;
  private long at;
  private volatile boolean closed;

  /** A reader that is told these first, and then what stands in the ring from there on. */
  Cursor(
      Ring ring,
      long from,
      Deque<Event> first,
      Runnable news,
      BooleanSupplier stopped,
      Consumer<Cursor> onClose) {
    this.ring = ring;
    this.at = from;
    this.first = first;
    this.news = news;
    this.stopped = stopped;
    this.onClose = onClose;
  }

  Runnable news() {
    return news;
  }

  @Override
  public synchronized Optional<Event> next() {
    if (isEnded()) return Optional.empty();
    if (!first.isEmpty()) return Optional.of(first.poll());
    Optional<Event> event = ring.get(at);
    if (event.isPresent()) at++;
    return event;
  }

  @Override
  public synchronized boolean isEnded() {
    return closed || stopped.getAsBoolean() || at < ring.oldest();
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
