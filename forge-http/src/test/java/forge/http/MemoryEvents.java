// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Events that are held for good, numbered from 1; a reader is told of news by whoever tells. */
final class MemoryEvents implements Events {

  private final List<Event> told = new ArrayList<>();
  final Set<MemoryReader> readers = ConcurrentHashMap.newKeySet();

  void tell(String kind, Map<String, Object> facts) {
    synchronized (told) {
      String id = Integer.toString(told.size() + 1);
      told.add(new Event(id, kind, MemoryCore.SINCE, facts));
    }
    readers.forEach(reader -> reader.news.run());
  }

  private int size() {
    synchronized (told) {
      return told.size();
    }
  }

  @Override
  public Reader subscribe(Runnable news) {
    return new MemoryReader(size(), news);
  }

  @Override
  public Reader subscribe(String after, Runnable news) {
    if (!after.matches("[0-9]{1,6}")) throw new IllegalArgumentException(after);
    return new MemoryReader(Integer.parseInt(after), news);
  }

  /** A place in the list. */
  final class MemoryReader implements Reader {
    private int at;
    private final Runnable news;
    volatile boolean ended;

    MemoryReader(int at, Runnable news) {
      this.at = at;
      this.news = news;
      readers.add(this);
    }

    /** As if it were too slow. */
    void cutOff() {
      ended = true;
      news.run();
    }

    @Override
    public Optional<Event> next() {
      synchronized (told) {
        return ended || at >= told.size() ? Optional.empty() : Optional.of(told.get(at++));
      }
    }

    @Override
    public boolean isEnded() {
      return ended;
    }

    @Override
    public void close() {
      readers.remove(this);
    }
  }
}
