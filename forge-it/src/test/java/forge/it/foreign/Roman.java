// SPDX-License-Identifier: Apache-2.0
package forge.it.foreign;

import forge.api.Refusal;
import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.api.ValueType;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A skill that somebody wrote and registers by hand, without Declarative Services. Its name and its
 * schema stand in the manifest, so that a test can say what they are.
 */
public final class Roman implements Skill, BundleActivator {

  private static final ValueType<Integer> NUMBER = ValueType.of("int");
  private static final String[] DIGITS = {
    "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"
  };

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> properties = new Hashtable<>();
    Dictionary<String, String> headers = context.getBundle().getHeaders("");
    properties.put("forge.skill.name", headers.get("Skill-Name"));
    properties.put("forge.skill.description", "Writes a digit as the Romans did.");
    properties.put("forge.skill.input", headers.get("Skill-Input"));
    properties.put("forge.skill.output", "{\"type\":\"string\"}");
    context.registerService(Skill.class, this, properties);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service away.
  }

  @Override
  public SkillResult call(SkillRequest request, SkillContext context) {
    int n = request.required("n", NUMBER);
    if (n >= DIGITS.length) throw new Refusal("only digits are known here, got " + n);
    return SkillResult.ok(DIGITS[n]);
  }
}
