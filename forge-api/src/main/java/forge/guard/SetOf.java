// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.Set;

/** Sets of many, whose elements are walked before they are hashed. */
public final class SetOf {

  private SetOf() {}

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(Object k1, Object k2, Object k3, Object k4) {
    return Set.of(k(k1), k(k2), k(k3), k(k4));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(Object k1, Object k2, Object k3, Object k4, Object k5) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(Object k1, Object k2, Object k3, Object k4, Object k5, Object k6) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5), k(k6));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(
      Object k1, Object k2, Object k3, Object k4, Object k5, Object k6, Object k7) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5), k(k6), k(k7));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(
      Object k1, Object k2, Object k3, Object k4, Object k5, Object k6, Object k7, Object k8) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5), k(k6), k(k7), k(k8));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(
      Object k1,
      Object k2,
      Object k3,
      Object k4,
      Object k5,
      Object k6,
      Object k7,
      Object k8,
      Object k9) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5), k(k6), k(k7), k(k8), k(k9));
  }

  /** As in Set. */
  @Routed(Set.class)
  public static Set<Object> of(
      Object k1,
      Object k2,
      Object k3,
      Object k4,
      Object k5,
      Object k6,
      Object k7,
      Object k8,
      Object k9,
      Object k10) {
    return Set.of(k(k1), k(k2), k(k3), k(k4), k(k5), k(k6), k(k7), k(k8), k(k9), k(k10));
  }

  private static Object k(Object key) {
    return Walk.over(key);
  }
}
