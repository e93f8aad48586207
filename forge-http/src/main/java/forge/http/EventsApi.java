// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.http.EventStream.Source;
import forge.live.Events;
import forge.live.Events.Event;
import java.util.Optional;

/** What happens, as it happens. */
final class EventsApi {

  private final Core core;
  private final Streams streams;

  EventsApi(Core core, Streams streams) {
    this.core = core;
    this.streams = streams;
  }

  /** From now on, or from after the event that the client saw last. */
  Answer events(Exchange exchange) {
    if (exchange.accept().quality(Accept.EVENTS) == 0)
      throw new ErrorAnswer(
          406, "not_acceptable", "These are server-sent events; accept text/event-stream");
    Events events = core.events();
    Optional<String> after = exchange.header("Last-Event-ID").or(() -> exchange.parameter("after"));
    return streams.answer(exchange, news -> new Feed(reader(events, after, news)));
  }

  private static Events.Reader reader(Events events, Optional<String> after, Runnable news) {
    try {
      return after.map(id -> events.subscribe(id, news)).orElseGet(() -> events.subscribe(news));
    } catch (IllegalArgumentException e) {
      throw ErrorAnswer.badRequest(
          "Last-Event-ID", "must be the id of an event; leave it out to read from now on");
    }
  }

  /** All there is to read. */
  private record Feed(Events.Reader reader) implements Source {

    @Override
    public Optional<byte[]> next() {
      Optional<Event> event = reader.next();
      return event.map(Frame::of);
    }

    @Override
    public boolean isEnded() {
      return reader.isEnded();
    }

    /** It was too slow, or the gateway stops. */
    @Override
    public boolean isGivenUp() {
      return reader.isEnded();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
