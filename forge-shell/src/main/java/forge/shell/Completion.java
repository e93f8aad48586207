// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.live.LiveSkill;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, then names of skills, then what the command wants of that skill. */
final class Completion implements Completer {

  private static final Set<String> OF_A_SKILL =
      Set.of("show", "call", "source", "versions", "diff", "rollback", "retire", "create");

  private final Commands commands;
  private final Oversight oversight;

  Completion(Commands commands, Oversight oversight) {
    this.commands = commands;
    this.oversight = oversight;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      commands(line.word(), candidates);
      return;
    }
    String command = line.words().get(0).replaceFirst("^forge:", "");
    if (command.equals("help") && line.wordIndex() == 1) commands(line.word(), candidates);
    if (command.equals("approve") && line.wordIndex() == 1)
      oversight.digests().forEach(digest -> candidates.add(new Candidate(digest)));
    if (!OF_A_SKILL.contains(command)) return;
    if (line.wordIndex() == 1) skills(line.word(), candidates);
    else ofSkill(command, line.words().get(1), candidates);
  }

  private void commands(String begin, List<Candidate> candidates) {
    String scope = begin.startsWith("forge:") ? "forge:" : "";
    for (Method command : Help.commands())
      candidates.add(candidate(scope + command.getName(), Help.description(command), true));
    if (scope.isEmpty()) for (String filter : Filters.NAMES) candidates.add(new Candidate(filter));
  }

  private void skills(String begin, List<Candidate> candidates) {
    String known = begin.matches("[a-z0-9_]*") ? begin : "";
    for (LiveSkill skill : commands.beginning(known))
      candidates.add(candidate(skill.name().value(), skill.description(), true));
  }

  private void ofSkill(String command, String skill, List<Candidate> candidates) {
    if (command.equals("rollback") || command.equals("diff"))
      commands.numbers(skill).forEach(number -> candidates.add(new Candidate(number)));
    if (command.equals("call"))
      for (String name : commands.parameters(skill))
        candidates.add(candidate(name + "=", "", false));
  }

  private static Candidate candidate(String value, String description, boolean whole) {
    String told = description.isBlank() ? null : description.replaceAll("\\s+", " ");
    return new Candidate(value, value, null, told, null, null, whole);
  }
}
