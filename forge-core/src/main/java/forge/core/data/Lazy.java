// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import java.util.function.Supplier;

/** Something that is made when it is first wanted, and kept; a start does not wait for it. */
public final class Lazy<T> implements Supplier<T> {

  private final Supplier<T> maker;
  private volatile T made;

  /** To be made by this, once. */
  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T known = made;
    if (known != null) return known;
    synchronized (this) {
      if (made == null) made = maker.get();
      return made;
    }
  }
}
