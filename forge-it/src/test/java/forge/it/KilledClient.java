// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A client of a gateway that may die under it at any instant. It changes skills of its own and
 * keeps book of what it was answered, and of the one change that it was not.
 */
final class KilledClient {

  /** What a skill answers with; empty: there is none. */
  private static final class Book {
    Optional<Long> now = Optional.empty();
    final Set<Optional<Long>> underWay = new LinkedHashSet<>();
    final Map<String, Long> versions = new LinkedHashMap<>();
  }

  private final Map<String, Book> books = new LinkedHashMap<>();
  private final Random random;
  private long next = 1;
  private int answered;
  private Runnable told = () -> {};

  KilledClient(String name, int skills, Random random) {
    this.random = random;
    for (int i = 0; i < skills; i++) books.put(name + "_skill_" + i, new Book());
  }

  int answered() {
    return answered;
  }

  /** Goes on until nobody answers any more; each answered change is told. */
  void live(Caller caller, Runnable onAnswer) {
    told = onAnswer;
    try {
      while (true) change(caller);
    } catch (RuntimeException gone) {
      // Killed in the middle of an answer: what was under way stays in the book.
    }
  }

  private void change(Caller caller) {
    Object[] names = books.keySet().toArray();
    String name = (String) names[random.nextInt(names.length)];
    Book book = books.get(name);
    switch (random.nextInt(10)) {
      case 0 -> retire(caller, name, book);
      case 1, 2 -> rollBack(caller, name, book);
      case 3 -> again(caller, name, book);
      case 4 -> createWhileOff(caller, name, book);
      default -> create(caller, name, book);
    }
  }

  private void create(Caller caller, String name, Book book) {
    long value = next++;
    book.underWay.add(Optional.of(value));
    done(caller.createBody(name, "return " + value + "L;"), book, Optional.of(value));
  }

  /** What waits goes live with the restart, so the book need not tell it from what is live. */
  private void createWhileOff(Caller caller, String name, Book book) {
    caller.post("/api/v1/forge/hot-reload/disable", object());
    create(caller, name, book);
    caller.post("/api/v1/forge/hot-reload/enable", object());
    again(caller, name, book);
  }

  private void rollBack(Caller caller, String name, Book book) {
    Object[] versions = book.versions.keySet().toArray();
    if (versions.length == 0) return;
    String version = (String) versions[random.nextInt(versions.length)];
    Optional<Long> value = Optional.of(book.versions.get(version));
    book.underWay.add(value);
    Reply reply = caller.post("/api/v1/skills/" + name + "/rollback", object("version", version));
    if (reply.status() == 200) done(reply, book, value);
    else book.underWay.clear();
  }

  private void retire(Caller caller, String name, Book book) {
    book.underWay.add(Optional.empty());
    Reply reply = caller.delete("/api/v1/skills/" + name);
    if (reply.status() == 200) done(reply, book, Optional.empty());
    else book.underWay.clear();
  }

  /** Changes no value: the source on disk is that of the newest version. */
  private void again(Caller caller, String name, Book book) {
    caller.trigger(name);
  }

  private void done(Reply reply, Book book, Optional<Long> value) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    answered++;
    told.run();
    book.now = value;
    book.underWay.clear();
    if (reply.field("version") instanceof String version && !"pending".equals(reply.field("state")))
      value.ifPresent(number -> book.versions.put(version, number));
  }

  /** After a restart: what was answered is there; what was under way is there or is not. */
  void check(Caller caller, String life) {
    books.forEach(
        (name, book) -> {
          Set<Optional<Long>> may = new LinkedHashSet<>(book.underWay);
          may.add(book.now);
          Reply reply = caller.call(name);
          assertThat(reply.status()).as("%s: %s %s", life, name, reply).isIn(200, 404);
          Optional<Long> is =
              reply.status() == 404 ? Optional.empty() : Optional.of((Long) reply.value());
          assertThat(may).as("%s: %s answers %s", life, name, is).contains(is);
          book.now = is;
          book.underWay.clear();
        });
  }
}
