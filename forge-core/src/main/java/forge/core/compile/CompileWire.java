// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.core.worker.Wire;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Severity;
import forge.make.SourceSet;
import forge.make.Stage;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the gateway and a process that compiles say to each other, as plain data.
 *
 * <p>{@code see, classes}: all that sources may see; {@code ready, compiler}; then again and again
 * {@code compile, name, files}, answered by {@code made, classes, warnings} or by {@code refused,
 * findings}. What comes back is of somebody who has read a stranger's text: nothing of it is taken
 * on trust.
 */
public final class CompileWire {

  /** All class files of a skill together; more is a mistake or an attack. */
  static final int MOST_BYTES = 8 << 20;

  private static final int MOST_CLASSES = 10_000;
  private static final int MOST_FINDINGS = 200;
  private static final int LONGEST = 4_000;
  private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_$.\\-]{1,1000}");
  private static final Pattern RULE = Pattern.compile("[\\w.\\-]{1,200}");

  private CompileWire() {}

  /** The first message: all that sources may see. */
  public static List<?> see(Visible visible) {
    return List.of("see", visible.classes());
  }

  static Visible seen(List<?> message) throws StreamCorruptedException {
    if (!message.get(0).equals("see")) throw Wire.malformed("" + message.get(0));
    return Visible.of(classes(message.get(1)));
  }

  /** The question. */
  public static List<?> compile(SkillName name, SourceSet source) {
    return List.of("compile", name.value(), source.files());
  }

  static List<?> made(ClassSet made) {
    long bytes = made.classes().values().stream().mapToLong(each -> each.length).sum();
    return bytes > MOST_BYTES || made.classes().size() > MOST_CLASSES
        ? refused(List.of(tooMuch(bytes)))
        : List.of("made", made.classes(), plain(made.warnings()));
  }

  private static Finding tooMuch(long bytes) {
    return Finding.error(
        Stage.CLASSES,
        "compiler.output",
        "",
        "the classes have "
            + bytes
            + " bytes, and "
            + MOST_BYTES
            + " are the most; make constants smaller, and bring data as arguments or files");
  }

  static List<?> refused(List<Finding> findings) {
    return List.of("refused", plain(findings));
  }

  private static List<?> plain(List<Finding> findings) {
    return findings.stream()
        .map(
            each ->
                List.of(
                    each.severity().name(),
                    each.rule(),
                    each.where(),
                    each.message(),
                    each.lineText()))
        .toList();
  }

  /**
   * The answer.
   *
   * @throws Rejected when that is the answer
   * @throws StreamCorruptedException when it is none
   */
  public static ClassSet answer(List<?> message) throws StreamCorruptedException {
    if (message.get(0).equals("made") && message.size() == 3)
      return new ClassSet(classes(message.get(1)), findings(message.get(2)));
    if (!message.get(0).equals("refused") || message.size() != 2)
      throw Wire.malformed("" + message.get(0));
    List<Finding> findings = findings(message.get(1));
    if (findings.isEmpty()) throw Wire.malformed("refused without a reason");
    throw new Rejected(Stage.CLASSES, findings);
  }

  private static Map<String, byte[]> classes(Object told) throws StreamCorruptedException {
    if (!(told instanceof Map<?, ?> map) || map.size() > MOST_CLASSES)
      throw Wire.malformed("no classes");
    Map<String, byte[]> classes = new TreeMap<>();
    long all = 0;
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String name = (String) each.getKey();
      if (!(each.getValue() instanceof byte[] bytes) || !isClass(name))
        throw Wire.malformed("class " + name);
      all += bytes.length;
      classes.put(name, bytes);
    }
    if (all > MOST_BYTES) throw Wire.malformed(all + " bytes of classes");
    return classes;
  }

  private static boolean isClass(String name) {
    return CLASS.matcher(name).matches()
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !name.contains("..");
  }

  private static List<Finding> findings(Object told) throws StreamCorruptedException {
    if (!(told instanceof List<?> all) || all.size() > MOST_FINDINGS)
      throw Wire.malformed("no findings");
    List<Finding> findings = new ArrayList<>();
    for (Object each : all) findings.add(finding(each));
    return findings;
  }

  private static Finding finding(Object told) throws StreamCorruptedException {
    if (!(told instanceof List<?> parts) || parts.size() != 5) throw Wire.malformed("no finding");
    Iterator<?> next = parts.iterator();
    Severity severity = severity(next.next());
    String rule = text(next.next());
    if (!RULE.matcher(rule).matches()) throw Wire.malformed("rule " + rule);
    return new Finding(
        Stage.CLASSES, severity, rule, text(next.next()), text(next.next()), text(next.next()));
  }

  private static Severity severity(Object told) throws StreamCorruptedException {
    for (Severity each : Severity.values()) if (each.name().equals(told)) return each;
    throw Wire.malformed("severity " + told);
  }

  private static String text(Object told) throws StreamCorruptedException {
    if (told instanceof String text && text.length() <= LONGEST) return text;
    throw Wire.malformed("no text");
  }
}
