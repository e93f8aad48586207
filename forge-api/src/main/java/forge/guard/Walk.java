// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A walk over containers of containers, which the JDK would hash, compare or show without asking
 * anybody: thirty lists that hold each other twice make a billion steps.
 */
final class Walk {

  private static final int MAX_NODES = 5_000_000;
  private static final long MAX_CHARS = 32L << 20;
  private static final int MAX_DEPTH = 1_000;
  private static final int POLL = 0xfff;

  private int nodes;
  private long chars;

  private Walk() {}

  static boolean isContainer(Object value) {
    if (value == null) return false;
    Class<?> type = value.getClass();
    if (type == String.class || type == Integer.class || type == Long.class) return false;
    return value instanceof Collection
        || value instanceof Map
        || value instanceof Map.Entry
        || value instanceof Object[]
        || value instanceof Optional;
  }

  static Object over(Object value) {
    if (isContainer(value)) new Walk().visit(value, 0);
    return value;
  }

  private void visit(Object value, int depth) {
    if ((++nodes & POLL) == 0) Guard.poll();
    if (nodes > MAX_NODES) throw Check.tooMuch("a container of over " + MAX_NODES + " elements");
    if (value instanceof String text) {
      chars += text.length();
      if (chars > MAX_CHARS) throw Check.tooMuch("a container of over 32 million characters");
    }
    if (!isContainer(value)) return;
    if (depth > MAX_DEPTH) throw Check.tooMuch("containers nested over " + MAX_DEPTH + " deep");
    children(value, depth);
  }

  private void children(Object value, int depth) {
    if (value instanceof Collection<?> items) for (Object item : items) child(value, item, depth);
    else if (value instanceof Map<?, ?> map)
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        child(value, entry.getKey(), depth);
        child(value, entry.getValue(), depth);
      }
    else if (value instanceof Map.Entry<?, ?> entry) {
      visit(entry.getKey(), depth + 1);
      visit(entry.getValue(), depth + 1);
    } else if (value instanceof Object[] array) for (Object item : array) child(value, item, depth);
    else if (value instanceof Optional<?> optional) visit(optional.orElse(null), depth + 1);
  }

  /** A list in itself is shown as such. */
  private void child(Object parent, Object child, int depth) {
    if (child != parent) visit(child, depth + 1);
  }
}
