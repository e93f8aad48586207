// SPDX-License-Identifier: Apache-2.0
package forge.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The service properties of a skill, typed.
 *
 * <p>A bundle need not be forged to be served: a {@link Skill} service with these properties is
 * enough. Properties: {@code forge.skill.name}, {@code forge.skill.version}, {@code
 * forge.skill.description}, {@code forge.skill.input} and {@code forge.skill.output}.
 */
@ComponentPropertyType
public @interface SkillInfo {

  /** What every property name starts with. */
  String PREFIX_ = "forge.skill.";

  /** The name it is called by; see {@link SkillName}. */
  String name();

  /** Semantic version; empty: the version of the bundle. */
  String version() default "";

  /** What it does, for people and models. */
  String description() default "";

  /** JSON Schema of the arguments, an object schema as text; empty: any object. */
  String input() default "";

  /** JSON Schema of the value, as text; empty: anything. */
  String output() default "";
}
