// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import forge.api.Failure;
import forge.api.SkillName;
import forge.api.ValueType;
import forge.core.data.Json;
import forge.core.data.Schema;
import forge.make.Budget;
import forge.make.Example;
import forge.make.Finding;
import forge.make.Grants;
import forge.make.Origin;
import forge.make.Param;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.Stage;
import forge.make.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of a spec into a {@link SkillSpec}: the one place where what somebody wrote
 * becomes something the line may use. Tells all that is wrong at once.
 */
public final class SpecReader {

  /** Longest {@code source} or {@code body}, in characters. */
  public static final int MAX_CODE = 1 << 20;

  private static final int MAX_PARAMS = 100;
  private static final int MAX_EXAMPLES = 1_000;
  private static final long DEFAULT_WALL = Budget.DEFAULT.wall().toMillis();
  private static final long MAX_MEGABYTES = 16_384;
  private static final int MAX_PARALLEL = 512;
  private static final long MAX_WALL_MILLIS = Duration.ofMinutes(10).toMillis();

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "description",
          "params",
          "input",
          "source",
          "body",
          "returns",
          "examples",
          "budget",
          "tier",
          "grants",
          "dry_run");
  private static final Set<String> NOT_YET = Set.of("recipe", "config");
  private static final Set<String> BUDGET = Set.of("wall_ms", "cpu_ms", "allocated_mb", "parallel");

  private final Map<String, Object> fields;
  private final List<Finding> findings = new ArrayList<>();

  private SpecReader(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads a spec.
   *
   * @param text JSON
   * @throws Rejected at {@link Stage#SPEC} with a finding for each thing that is wrong
   */
  public static SkillSpec read(String text) {
    Object plain;
    try {
      plain = Json.read(text);
    } catch (IllegalArgumentException e) {
      throw Rejected.because(Stage.SPEC, "malformed_json", "", e.getMessage());
    }
    if (!(plain instanceof Map<?, ?> map))
      throw Rejected.because(Stage.SPEC, "spec.json", "", "a spec is a JSON object");
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(name.toString(), value));
    return new SpecReader(fields).spec();
  }

  private SkillSpec spec() {
    Optional<SkillName> name = name();
    unknownFields();
    String description = text("description").orElse("");
    List<Param> params = params();
    SkillSpec.Code code = code();
    Map<String, Object> arguments = arguments();
    Returns returns = returns();
    List<Example> examples = examples();
    Budget budget = budget();
    Optional<Tier> tier = tier();
    Grants grants = GrantsReader.read(fields.get("grants"), this::refuse);
    boolean dryRun = dryRun();
    if (!findings.isEmpty()) throw new Rejected(Stage.SPEC, findings);
    return new SkillSpec(
        name.orElseThrow(),
        description,
        params,
        code,
        returns.type(),
        returns.schema(),
        examples,
        budget,
        tier,
        dryRun,
        canonical(),
        arguments,
        grants);
  }

  private String canonical() {
    Map<String, Object> kept = new LinkedHashMap<>(fields);
    kept.remove("dry_run");
    return Json.write(kept);
  }

  private void refuse(String path, String message) {
    findings.add(Finding.error(Stage.SPEC, "spec.field", path, message));
  }

  private Optional<SkillName> name() {
    Object name = fields.get("name");
    if (name != null && !(name instanceof String)) {
      refuse("name", "Skill name must be a string");
      return Optional.empty();
    }
    try {
      return Optional.of(new SkillName((String) name));
    } catch (IllegalArgumentException e) {
      refuse("name", e.getMessage());
      return Optional.empty();
    }
  }

  private void unknownFields() {
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      String name = field.getKey();
      if (NOT_YET.contains(name)) {
        if (!isNothing(field.getValue()))
          refuse(name, "'" + name + "' is not supported by this version yet; leave it out");
      } else if (!FIELDS.contains(name)) {
        refuse(name, "unknown field '" + Words.shown(name) + "'; a spec has " + Words.list(FIELDS));
      }
    }
  }

  private static boolean isNothing(Object value) {
    return value == null
        || value instanceof Map<?, ?> map && map.isEmpty()
        || value instanceof List<?> list && list.isEmpty();
  }

  private Optional<String> text(String field) {
    Object value = fields.get(field);
    if (value == null) return Optional.empty();
    if (value instanceof String text) return Optional.of(text);
    refuse(field, "'" + field + "' must be a string");
    return Optional.empty();
  }

  private List<?> list(String field, int most) {
    Object value = fields.get(field);
    if (value == null) return List.of();
    if (!(value instanceof List<?> items)) {
      refuse(field, "'" + field + "' must be an array");
      return List.of();
    }
    if (items.size() <= most) return items;
    refuse(field, "at most " + most + " " + field + ", got " + items.size());
    return List.of();
  }

  private List<Param> params() {
    List<Param> params = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> variables = new LinkedHashSet<>();
    int index = 0;
    for (Object item : list("params", MAX_PARAMS)) {
      ParamReader reader = new ParamReader("params[" + index++ + "]", this::refuse);
      reader
          .read(item, variables)
          .ifPresent(
              param -> {
                if (!names.add(param.name()))
                  reader.refuse(".name", "duplicate parameter '" + param.name() + "'");
                params.add(param);
              });
    }
    return params;
  }

  private SkillSpec.Code code() {
    Optional<String> source = text("source");
    Optional<String> body = text("body");
    if (source.isPresent() && body.isPresent()) refuse("body", "give 'source' or 'body', not both");
    for (String field : List.of("source", "body")) {
      Optional<String> text = field.equals("source") ? source : body;
      if (text.isPresent() && text.get().isBlank())
        refuse(field, "'" + field + "' is empty; leave it out for a scaffold");
      if (text.isPresent() && text.get().length() > MAX_CODE)
        refuse(
            field,
            "'" + field + "' has more than " + MAX_CODE + " characters; make the skill smaller");
    }
    if (source.isPresent()) return new SkillSpec.Code(Origin.SOURCE, source.get());
    return body.map(text -> new SkillSpec.Code(Origin.BODY, text)).orElse(SkillSpec.Code.NONE);
  }

  /** The schema of the arguments as a whole: a source that checks them itself has no parameters. */
  private Map<String, Object> arguments() {
    Object value = fields.get("input");
    if (value == null) return Map.of();
    if (!isNothing(fields.get("params"))) refuse("input", "give 'params' or 'input', not both");
    if (fields.get("body") != null)
      refuse("input", "a 'body' sees its arguments by 'params'; 'input' goes with a 'source'");
    try {
      if (value instanceof Map<?, ?> map && "object".equals(map.get("type"))) {
        Map<String, Object> schema = Words.named(map);
        Schema.of(schema);
        return schema;
      }
      refuse("input", "'input' must be a JSON Schema with \"type\":\"object\"");
    } catch (IllegalArgumentException e) {
      refuse("input", e.getMessage());
    }
    return Map.of();
  }

  private record Returns(ValueType<?> type, Map<String, Object> schema) {
    static final Returns ANYTHING = new Returns(ValueType.of("any"), Map.of());
  }

  private Returns returns() {
    Object value = fields.get("returns");
    try {
      if (value == null) return Returns.ANYTHING;
      if (value instanceof String name) {
        ValueType<?> type = ValueType.of(name);
        return new Returns(type, type.schema());
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, Object> schema = Words.named(map);
        Schema.of(schema);
        return new Returns(ValueType.of("any"), schema);
      }
      refuse("returns", "'returns' must be a type name or a JSON Schema");
    } catch (IllegalArgumentException e) {
      refuse("returns", e.getMessage());
    }
    return Returns.ANYTHING;
  }

  private List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    int index = 0;
    for (Object item : list("examples", MAX_EXAMPLES)) {
      String path = "examples[" + index++ + "]";
      if (item instanceof Map<?, ?> map) example(path, map).ifPresent(examples::add);
      else refuse(path, "an example is an object with 'input' and 'output'");
    }
    return examples;
  }

  private Optional<Example> example(String path, Map<?, ?> map) {
    int before = findings.size();
    for (Object name : map.keySet())
      if (!Set.of("input", "output", "error").contains(name))
        refuse(
            path + "." + name,
            "unknown field '"
                + Words.shown(name.toString())
                + "'; an example has input, output, error");
    Object input = map.get("input");
    if (input != null && !(input instanceof Map))
      refuse(path + ".input", "'input' must be an object of arguments");
    if (map.containsKey("output") == map.containsKey("error"))
      refuse(path, "an example has either 'output' or 'error'");
    Optional<Failure> error = Optional.empty();
    if (map.containsKey("error")) {
      error = Failure.ofCode(String.valueOf(map.get("error")));
      if (error.isEmpty())
        refuse(path + ".error", "'error' must be a failure's code, e.g. bad_input");
    }
    if (findings.size() > before) return Optional.empty();
    Map<String, Object> arguments = input == null ? Map.of() : Words.named((Map<?, ?>) input);
    return Optional.of(new Example(arguments, map.get("output"), error));
  }

  private Budget budget() {
    Object value = fields.get("budget");
    if (value == null) return Budget.DEFAULT;
    if (!(value instanceof Map<?, ?> map)) {
      refuse("budget", "'budget' must be an object");
      return Budget.DEFAULT;
    }
    for (Object name : map.keySet())
      if (!BUDGET.contains(name))
        refuse(
            "budget." + name,
            "unknown field '"
                + Words.shown(name.toString())
                + "'; a budget has "
                + Words.list(BUDGET));
    Duration wall = Duration.ofMillis(limit(map, "wall_ms", DEFAULT_WALL, MAX_WALL_MILLIS));
    Duration cpu = Duration.ofMillis(limit(map, "cpu_ms", wall.toMillis(), MAX_WALL_MILLIS));
    long megabytes = limit(map, "allocated_mb", Budget.DEFAULT_BYTES >> 20, MAX_MEGABYTES);
    long parallel = limit(map, "parallel", Budget.DEFAULT_PARALLEL, MAX_PARALLEL);
    return new Budget(wall, cpu, megabytes << 20, (int) parallel);
  }

  private long limit(Map<?, ?> map, String name, long otherwise, long most) {
    Object value = map.get(name);
    if (value == null) return otherwise;
    if (value instanceof Long number && number > 0 && number <= most) return number;
    refuse("budget." + name, "'" + name + "' must be an integer from 1 to " + most);
    return otherwise;
  }

  /** What an operator gives, nobody can ask for. */
  private Optional<Tier> tier() {
    Optional<String> word = text("tier");
    Optional<Tier> tier = word.flatMap(Tier::ofWord).filter(each -> each != Tier.TRUSTED);
    if (word.isPresent() && tier.isEmpty())
      refuse(
          "tier",
          "'tier' must be guarded or isolated, or left out; an operator makes a skill trusted");
    return tier;
  }

  private boolean dryRun() {
    Object value = fields.get("dry_run");
    if (value == null) return false;
    if (value instanceof Boolean dryRun) return dryRun;
    refuse("dry_run", "'dry_run' must be true or false");
    return false;
  }
}
