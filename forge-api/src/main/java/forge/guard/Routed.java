// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Stands on a method that woven code calls in place of a static method of that class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Routed {
  /** The class whose static method it stands for. */
  Class<?> value();
}
