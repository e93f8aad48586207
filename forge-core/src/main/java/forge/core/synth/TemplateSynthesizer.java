// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import forge.make.Finding;
import forge.make.Origin;
import forge.make.Param;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import forge.make.Stage;
import forge.make.Synthesizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Writes source from the template: the statements of a spec's body, or a scaffold that answers with
 * what it was given.
 *
 * <p>Only names and types of closed sets, and the body as the statements it is, get into the text.
 */
public final class TemplateSynthesizer implements Synthesizer {

  private static final Template TEMPLATE = Template.load("TemplateSkill.java");

  @Override
  public Optional<SourceSet> draft(SkillSpec spec, List<Finding> findings) {
    if (spec.code().origin() == Origin.SOURCE)
      return Optional.of(new SourceSet(Map.of(JavaNames.fileName(spec), spec.code().text())));
    String className = JavaNames.className(spec.name());
    Map<String, String> names = new LinkedHashMap<>();
    names.put("skill.template", spec.name().module());
    names.put("TemplateSkill", className);
    String text = TEMPLATE.fill(names, regions(spec));
    return Optional.of(new SourceSet(Map.of(className + ".java", text)));
  }

  private static Map<String, String> regions(SkillSpec spec) {
    String body =
        spec.code().origin() == Origin.BODY
            ? Statements.of(spec.code().text()) + "\n"
            : scaffold(spec);
    return Map.of(
        "cut", "\n",
        "types", types(spec.params()),
        "answer", answer(spec),
        "method", method(spec),
        "body", body);
  }

  private static String types(List<Param> params) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < params.size(); i++) {
      Param param = params.get(i);
      out.append(
          "  private static final ValueType<%s> TYPE_%d = ValueType.of(\"%s\");\n"
              .formatted(param.type().boxedType(), i, param.type().text()));
    }
    return out.toString();
  }

  private static String answer(SkillSpec spec) {
    StringJoiner arguments = new StringJoiner(",");
    for (int i = 0; i < spec.params().size(); i++) {
      Param param = spec.params().get(i);
      String how = param.alwaysThere() ? "required" : "optional";
      arguments.add("\n            request.%s(\"%s\", TYPE_%d)".formatted(how, param.name(), i));
    }
    return "    return SkillResult.ok(\n        call.%s(%s));\n"
        .formatted(JavaNames.methodName(spec.name()), arguments);
  }

  private static String method(SkillSpec spec) {
    StringJoiner variables = new StringJoiner(", ");
    for (Param param : spec.params()) {
      String type = param.alwaysThere() ? param.type().javaType() : param.type().boxedType();
      variables.add(type + " " + param.variable());
    }
    return "  private %s %s(%s) throws Exception {\n"
        .formatted(spec.returns().javaType(), JavaNames.methodName(spec.name()), variables);
  }

  private static String scaffold(SkillSpec spec) {
    if (!spec.output().isEmpty() && !spec.output().equals(Map.of("type", "object")))
      throw Rejected.because(
          Stage.SPEC,
          "spec.field",
          "returns",
          "a scaffold answers with an object; give 'body' or 'source' for what is to answer"
              + " otherwise, or leave 'returns' out");
    StringBuilder out = new StringBuilder();
    out.append("    Map<String, Object> answer = new LinkedHashMap<>();\n");
    out.append("    answer.put(\"status\", \"ok\");\n");
    out.append("    answer.put(\"skill\", \"%s\");\n".formatted(spec.name()));
    for (Param param : spec.params())
      out.append("    answer.putIfAbsent(\"%s\", %s);\n".formatted(param.name(), param.variable()));
    return out.append("    return answer;\n").toString();
  }
}
