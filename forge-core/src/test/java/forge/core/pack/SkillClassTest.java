// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What a compiler would never write is looked at, too: a jar may be dropped. */
class SkillClassTest {

  private static final SkillName WORDS = new SkillName("words");
  private static final String HOME = "forge_gen_words/";

  private static byte[] type(String name, String parent, String... interfaces) {
    ClassWriter writer = new ClassWriter(0);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, HOME + name, null, parent, interfaces);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String refusal(Map<String, byte[]> classes) {
    ClassSet set = new ClassSet(classes, List.of());
    Rejected refused = catchThrowableOfType(Rejected.class, () -> SkillClass.find(WORDS, set));
    return refused.findings().get(0).rule();
  }

  @Test
  void aClassThatIsItsOwnParentIsNoSkill() {
    assertThat(refusal(Map.of("forge_gen_words.A", type("A", HOME + "A")))).isEqualTo("shape.none");
    assertThat(refusal(Map.of("forge_gen_words.A", type("A", "java/lang/Object", HOME + "A"))))
        .isEqualTo("shape.none");
  }

  @Test
  void nothingOfACircleOfParentsIsASkill() {
    Map<String, byte[]> classes =
        Map.of(
            "forge_gen_words.A", type("A", HOME + "B"),
            "forge_gen_words.B", type("B", "java/lang/Object", HOME + "A"));
    assertThat(refusal(classes)).isEqualTo("shape.none");
  }

  @Test
  void whatAParentImplementsIsImplemented() {
    Map<String, byte[]> classes =
        Map.of(
            "forge_gen_words.A", type("A", HOME + "B"),
            "forge_gen_words.B", type("B", HOME + "C", "java/lang/Runnable"),
            "forge_gen_words.C", type("C", "java/lang/Object", "forge/api/Skill"));
    assertThat(refusal(classes)).isEqualTo("shape.many");
  }
}
