// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Refusal;
import forge.api.SkillKnowledge;
import forge.core.data.Json;
import forge.core.data.Plain;
import forge.guard.Guard;
import forge.make.Grant.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;

/** Kept values for one call. */
final class KnowledgeDoor implements SkillKnowledge {

  static final int MAX_VALUE = 1 << 20;

  private static final int MAX_WRITES = 100;

  private final Access access;
  private final Slots slots;
  private int writes;

  /** What is done with a slot. */
  @FunctionalInterface
  private interface Work<T> {
    T done() throws IOException, InterruptedException;
  }

  KnowledgeDoor(Access access, Slots slots) {
    this.access = access;
    this.slots = slots;
  }

  @Override
  public Object get(String slot) {
    access.require(Kind.KNOWLEDGE_READ, String.valueOf(slot), "");
    return in(slot, () -> slots.read(slot).map(Json::read).orElse(null));
  }

  @Override
  public void put(String slot, Object value) {
    access.require(Kind.KNOWLEDGE_WRITE, String.valueOf(slot), "");
    Optional<String> json = json(value);
    spend();
    in(
        slot,
        () -> {
          slots.write(slot, json);
          return true;
        });
  }

  @Override
  public boolean replace(String slot, Object expected, Object value) {
    access.require(Kind.KNOWLEDGE_READ, String.valueOf(slot), "");
    access.require(Kind.KNOWLEDGE_WRITE, slot, "");
    Optional<String> before = json(expected);
    Optional<String> after = json(value);
    spend();
    return in(slot, () -> slots.replace(slot, before, after));
  }

  private void spend() {
    if (++writes > MAX_WRITES)
      throw Access.failed(
          "a call may write " + MAX_WRITES + " times; gather what belongs together");
  }

  private static Optional<String> json(Object value) {
    if (value == null) return Optional.empty();
    try {
      String json = Json.write(Plain.strict(value));
      if (json.length() <= MAX_VALUE) return Optional.of(json);
    } catch (IllegalArgumentException e) {
      throw Access.failed("the value: " + e.getMessage());
    }
    throw Access.failed("a value may have " + MAX_VALUE + " characters of JSON");
  }

  private static <T> T in(String slot, Work<T> work) {
    try {
      return work.done();
    } catch (InterruptedException | ClosedByInterruptException e) {
      Guard.poll();
      throw Access.failed("the gateway is stopping");
    } catch (IOException e) {
      throw failed(slot, e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      throw failed(slot, "its file is damaged");
    }
  }

  private static Refusal failed(String slot, String why) {
    return Access.failed("the slot " + slot + " cannot be used (" + why + ")");
  }
}
