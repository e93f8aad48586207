// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import forge.api.Refusal;
import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.data.Json;
import forge.core.data.Plain;
import forge.core.data.Same;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * The examples that a skill's bundle carries in {@code FORGE-INF/examples.json}, each a test: the
 * skill is called with the input and must answer as it says, compared as a gateway does.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> examples() {
 *   return SkillExamples.of(new MySkill());
 * }
 * }</pre>
 */
public final class SkillExamples {

  private static final String FILE = "FORGE-INF/examples.json";

  private SkillExamples() {}

  /** A test for each example; none at all is an error. */
  public static Stream<DynamicTest> of(Skill skill) {
    List<?> examples = read(skill.getClass());
    if (examples.isEmpty()) throw new IllegalStateException(FILE + " has no example");
    return examples.stream().map(example -> test(skill, (Map<?, ?>) example));
  }

  private static List<?> read(Class<?> near) {
    try (InputStream in = near.getClassLoader().getResourceAsStream(FILE)) {
      if (in == null) throw new IllegalStateException("src/main/resources/" + FILE + " is missing");
      return (List<?>) Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DynamicTest test(Skill skill, Map<?, ?> example) {
    Map<String, Object> input = new LinkedHashMap<>();
    if (example.get("input") instanceof Map<?, ?> map)
      map.forEach((name, value) -> input.put(name.toString(), value));
    return DynamicTest.dynamicTest(
        Json.write(input), () -> compare(example, answer(skill, new SkillRequest(input))));
  }

  private static SkillResult answer(Skill skill, SkillRequest request) throws Exception {
    try {
      return skill.call(request, new Quiet());
    } catch (Refusal refusal) {
      return SkillResult.refused(refusal);
    }
  }

  private static void compare(Map<?, ?> example, SkillResult is) {
    if (example.containsKey("error")) {
      String code = is.failure().map(failure -> failure.code()).orElse("a value");
      Assertions.assertEquals(example.get("error"), code, is.message());
      return;
    }
    Assertions.assertTrue(is.isOk(), is.message());
    Object value = Plain.of(is.value());
    if (!Same.json(example.get("output"), value))
      Assertions.assertEquals(Json.write(example.get("output")), Json.write(value));
  }

  /** One call in a test. */
  private record Quiet() implements SkillContext {
    @Override
    public SkillName skill() {
      return new SkillName("example");
    }

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public void log(String message) {}

    @Override
    public void progress(double fraction, String note) {}
  }
}
