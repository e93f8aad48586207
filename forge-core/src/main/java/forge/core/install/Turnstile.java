// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Component;

/** Lets one change of a skill through at a time; changes of different skills pass side by side. */
@Component(service = Turnstile.class)
public final class Turnstile {

  private static final class Gate extends ReentrantLock {
    private static final long serialVersionUID = 1;
    private int users;
  }

  private final Map<SkillName, Gate> gates = new ConcurrentHashMap<>();

  /** The right to change one skill. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for the turn. */
  public Turn enter(SkillName name) {
    Gate gate = gate(name);
    gate.lock();
    return () -> leave(name, gate);
  }

  /** Takes the turn if nobody has it. */
  public Optional<Turn> tryEnter(SkillName name) {
    Gate gate = gate(name);
    if (gate.tryLock()) return Optional.of(() -> leave(name, gate));
    release(name);
    return Optional.empty();
  }

  private Gate gate(SkillName name) {
    return gates.compute(
        name,
        (key, there) -> {
          Gate one = there == null ? new Gate() : there;
          one.users++;
          return one;
        });
  }

  private void leave(SkillName name, Gate gate) {
    gate.unlock();
    release(name);
  }

  private void release(SkillName name) {
    gates.computeIfPresent(name, (key, there) -> --there.users == 0 ? null : there);
  }
}
