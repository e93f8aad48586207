// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.Map;

/** Maps of many, whose keys are walked before they are hashed. */
public final class MapOf {

  private MapOf() {}

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(Object k1, Object v1, Object k2, Object v2) {
    return Map.of(k(k1), v1, k(k2), v2);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1, Object v1, Object k2, Object v2, Object k3, Object v3) {
    return Map.of(k(k1), v1, k(k2), v2, k(k3), v3);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1, Object v1, Object k2, Object v2, Object k3, Object v3, Object k4, Object v4) {
    return Map.of(k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5) {
    return Map.of(k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5,
      Object k6,
      Object v6) {
    return Map.of(k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5, k(k6), v6);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5,
      Object k6,
      Object v6,
      Object k7,
      Object v7) {
    return Map.of(k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5, k(k6), v6, k(k7), v7);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5,
      Object k6,
      Object v6,
      Object k7,
      Object v7,
      Object k8,
      Object v8) {
    return Map.of(
        k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5, k(k6), v6, k(k7), v7, k(k8), v8);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5,
      Object k6,
      Object v6,
      Object k7,
      Object v7,
      Object k8,
      Object v8,
      Object k9,
      Object v9) {
    return Map.of(
        k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5, k(k6), v6, k(k7), v7, k(k8), v8,
        k(k9), v9);
  }

  /** As in Map. */
  @Routed(Map.class)
  public static Map<Object, Object> of(
      Object k1,
      Object v1,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5,
      Object k6,
      Object v6,
      Object k7,
      Object v7,
      Object k8,
      Object v8,
      Object k9,
      Object v9,
      Object k10,
      Object v10) {
    return Map.of(
        k(k1), v1, k(k2), v2, k(k3), v3, k(k4), v4, k(k5), v5, k(k6), v6, k(k7), v7, k(k8), v8,
        k(k9), v9, k(k10), v10);
  }

  private static Object k(Object key) {
    return Walk.over(key);
  }
}
