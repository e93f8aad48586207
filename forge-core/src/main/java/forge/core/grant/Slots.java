// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.core.data.Json;
import forge.core.store.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The files {@code knowledge/<slot>.json} of the data folder, each replaced as a whole. */
final class Slots {

  private static final int LOCKS = 64;

  private final Path folder;
  private final DurableFile files;
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Slots(Path data) throws IOException {
    this.folder = data.resolve("knowledge");
    this.files = new DurableFile(folder.resolve(".unfinished"));
    for (int i = 0; i < LOCKS; i++) locks[i] = new ReentrantLock();
  }

  private Path file(String slot) {
    return folder.resolve(slot + ".json");
  }

  /** The JSON of a slot; empty when there is none. */
  Optional<String> read(String slot) throws IOException {
    try {
      return Optional.of(Files.readString(file(slot)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces it, for good; nothing empties it. */
  void write(String slot, Optional<String> json) throws IOException, InterruptedException {
    ReentrantLock lock = lock(slot);
    lock.lockInterruptibly();
    try {
      change(slot, json);
    } finally {
      lock.unlock();
    }
  }

  /** Replaces it when it is what is expected. */
  boolean replace(String slot, Optional<String> expected, Optional<String> json)
      throws IOException, InterruptedException {
    ReentrantLock lock = lock(slot);
    lock.lockInterruptibly();
    try {
      if (!read(slot).map(Slots::normal).equals(expected.map(Slots::normal))) return false;
      change(slot, json);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Plain data, so that the order of an object's members does not count. */
  private static Object normal(String json) {
    return Optional.ofNullable(Json.read(json));
  }

  private void change(String slot, Optional<String> json) throws IOException {
    if (json.isPresent()) files.write(file(slot), json.get().getBytes(StandardCharsets.UTF_8));
    else Files.deleteIfExists(file(slot));
  }

  private ReentrantLock lock(String slot) {
    return locks[Math.floorMod(slot.hashCode(), LOCKS)];
  }
}
