// SPDX-License-Identifier: Apache-2.0
package forge.make;

import forge.api.SkillName;
import forge.api.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was ordered, read and checked: every part of it is safe to use as what it is.
 *
 * @param name the skill's name
 * @param description free text; never part of source
 * @param params parameters, in order, with different names
 * @param code where the code comes from
 * @param returns the Java type of a body's value
 * @param output JSON Schema of the value, plain data; empty: anything
 * @param examples what it must answer before it goes live
 * @param budget what one call may use
 * @param tier where it asks to run, guarded or isolated; empty: as the rules say
 * @param dryRun whether to stop before anything is kept or installed
 * @param json the canonical text of the spec, without {@code dry_run}; reading it gives this spec
 * @param arguments JSON Schema of the arguments, plain data, when it was given whole and not by
 *     {@code params}; empty: by those
 * @param grants what it may reach
 */
public record SkillSpec(
    SkillName name,
    String description,
    List<Param> params,
    Code code,
    ValueType<?> returns,
    Map<String, Object> output,
    List<Example> examples,
    Budget budget,
    Optional<Tier> tier,
    boolean dryRun,
    String json,
    Map<String, Object> arguments,
    Grants grants) {

  /** With arguments by parameters, and nothing to reach. */
  public SkillSpec(
      SkillName name,
      String description,
      List<Param> params,
      Code code,
      ValueType<?> returns,
      Map<String, Object> output,
      List<Example> examples,
      Budget budget,
      boolean dryRun,
      String json) {
    this(
        name,
        description,
        params,
        code,
        returns,
        output,
        examples,
        budget,
        Optional.empty(),
        dryRun,
        json,
        Map.of(),
        Grants.NONE);
  }

  /** Code that came with the spec; {@code text} is empty for {@link Origin#TEMPLATE}. */
  public record Code(Origin origin, String text) {
    /** No code came: the forge writes a scaffold. */
    public static final Code NONE = new Code(Origin.TEMPLATE, "");

    /** Refuses null. */
    public Code {
      Objects.requireNonNull(origin, "origin");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Copies what could change. */
  public SkillSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    params = List.copyOf(params);
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(returns, "returns");
    output = Collections.unmodifiableMap(new LinkedHashMap<>(output));
    examples = List.copyOf(examples);
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(tier, "tier");
    Objects.requireNonNull(grants, "grants");
    Objects.requireNonNull(json, "json");
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /**
   * JSON Schema of the arguments, plain data: what was given whole, or an object of the parameters
   * and nothing else.
   */
  public Map<String, Object> input() {
    if (!arguments.isEmpty()) return arguments;
    Map<String, Object> properties = new LinkedHashMap<>();
    params.forEach(param -> properties.put(param.name(), param.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", params.stream().filter(Param::required).map(Param::name).toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The parameter of that name, if there is one. */
  public Optional<Param> param(String name) {
    return params.stream().filter(param -> param.name().equals(name)).findFirst();
  }
}
