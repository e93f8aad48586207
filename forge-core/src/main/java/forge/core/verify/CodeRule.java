// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/**
 * Holds a skill's code to the allowlist: every type, every member, every shape of a class that is
 * not known to be harmless is refused, whatever a compiler would have made of it.
 */
final class CodeRule implements Rule {

  private static final int MAX_FINDINGS = 50;
  private static final int MAX_CLASSES = 1_000;
  private static final String CLASS = ".class";

  @Override
  public List<Finding> check(SkillBundle bundle) {
    Archive archive = Archive.of(bundle);
    if (archive.fault().isPresent()) return List.of(); // told by the rule for archives
    try {
      return check(bundle.name().module(), archive.files());
    } catch (RuntimeException | StackOverflowError | AssertionError e) { // the last: ASM
      return List.of(malformed("a class file cannot be read: " + e));
    }
  }

  private static List<Finding> check(String module, Map<String, byte[]> files) {
    Shapes shapes = new Shapes();
    List<ClassReader> readers = new ArrayList<>();
    Set<Finding> findings = new LinkedHashSet<>();
    files.forEach(
        (name, bytes) -> {
          if (!name.endsWith(CLASS)) return;
          ClassReader reader = new ClassReader(bytes);
          if (!name.equals(reader.getClassName() + CLASS))
            findings.add(malformed(name + " holds the class " + reader.getClassName()));
          shapes.add(reader);
          readers.add(reader);
        });
    if (readers.size() > MAX_CLASSES) findings.add(malformed("over " + MAX_CLASSES + " classes"));
    for (ClassReader reader : readers)
      if (findings.size() < MAX_FINDINGS)
        reader.accept(new ClassJudge(module, shapes, findings::add), ClassReader.SKIP_FRAMES);
    return findings.stream().limit(MAX_FINDINGS).toList();
  }

  private static Finding malformed(String message) {
    return Finding.error(Stage.BUNDLE, "code.malformed", "", message);
  }
}
