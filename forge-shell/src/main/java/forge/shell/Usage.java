// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a command is typed. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Usage {

  /** The command with its words. */
  String value();

  /** One that can be typed so. */
  String example();
}
