// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * Whether two values of plain data are the same JSON: objects without order, arrays in order,
 * numbers by value, doubles within {@value #RELATIVE} relative.
 */
public final class Same {

  /** How far two doubles may be apart, relative to the larger. */
  public static final double RELATIVE = 1e-9;

  private Same() {}

  /** Compares plain data. */
  public static boolean json(Object a, Object b) {
    if (a == null || b == null) return a == b;
    if (a instanceof Number x && b instanceof Number y) return numbers(x, y);
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) return objects(x, y);
    if (a instanceof Collection<?> x && b instanceof Collection<?> y) return arrays(x, y);
    return a.equals(b);
  }

  private static boolean numbers(Number a, Number b) {
    if (a instanceof Long && b instanceof Long) return a.equals(b);
    BigDecimal x = new BigDecimal(a.toString());
    BigDecimal y = new BigDecimal(b.toString());
    if (x.compareTo(y) == 0) return true;
    if (!isReal(a) && !isReal(b)) return false;
    double p = x.doubleValue();
    double q = y.doubleValue();
    return Math.abs(p - q) <= RELATIVE * Math.max(Math.abs(p), Math.abs(q));
  }

  private static boolean isReal(Number number) {
    return number instanceof Double || number instanceof Float || number instanceof BigDecimal;
  }

  private static boolean objects(Map<?, ?> a, Map<?, ?> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(entry -> json(entry.getValue(), b.get(entry.getKey())));
  }

  private static boolean arrays(Collection<?> a, Collection<?> b) {
    if (a.size() != b.size()) return false;
    Iterator<?> other = b.iterator();
    for (Object item : a) if (!json(item, other.next())) return false;
    return true;
  }
}
