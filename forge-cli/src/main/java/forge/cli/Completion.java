// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.ArrayList;
import java.util.List;

/** What a shell needs to complete verbs, options and names of skills. */
final class Completion {

  private static final String BASH =
      """
      # Completion of 'forge' for bash: eval "$(forge completion bash)"
      _forge() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local verb=${COMP_WORDS[1]} words='' files=no found=''
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          words='VERBS'
        elif [[ $word == -* ]]; then
          case $verb in
      OPTIONS
          esac
        else
          case $verb:$before in
            *:--body | *:--source | *:--example | *:--spec | *:--data | call:--json) files=yes ;;
            *:--gateway | *:--description | *:--param | *:--returns | *:--reason) ;;
            *:--after | *:--limit | *:--port | *:--host | *:--name | *:--rate) ;;
            help:*) words='VERBS' ;;
            safety:*) words='on off' ;;
            completion:*) words=bash ;;
            token:--role) words='read call forge admin' ;;
            token:token) words='create list revoke help' ;;
            NAMED)
              [ "$COMP_CWORD" -ne 2 ] || words=$(_forge_skills "$word") ;;
          esac
        fi
        if [ "$files" = yes ]; then
          compopt -o filenames 2>/dev/null
          found=$(compgen -f -- "$word")
        elif [ -n "$words" ]; then
          found=$(compgen -W "$words" -- "$word")
        fi
        if [ -n "$found" ]; then
          while IFS= read -r word; do COMPREPLY+=("$word"); done <<<"$found"
        fi
      }

      # Asks the gateway that the line names, or else the usual one; silent when there is none. Only
      # names come through: bash would run what looks like a command.
      _forge_skills() {
        local i address=()
        for ((i = 2; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            --gateway | --data) address=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;;
          esac
        done
        "${COMP_WORDS[0]}" list --names ${address[@]+"${address[@]}"} -- "$1" 2>/dev/null |
          tr -cd 'a-z0-9_\\n'
      }

      complete -F _forge forge
      """;

  private Completion() {}

  /**
   * The text to evaluate in that shell.
   *
   * @throws Ended for a shell that is not known
   */
  static String of(String shell) {
    if (!shell.equals("bash"))
      throw Ended.wrong("there is completion for bash only, not for '" + shell + "'");
    return BASH.replace("VERBS", String.join(" ", Verbs.names()))
        .replace("      OPTIONS\n", options())
        .replace("OPTIONS\n", options())
        .replace("NAMED", named());
  }

  private static String options() {
    StringBuilder rows = new StringBuilder();
    rows.append("      up | run) words='--port --host --data --help' ;;\n");
    rows.append("      down | status) words='--data --help' ;;\n");
    rows.append("      log) words='-f --data --help' ;;\n");
    rows.append("      token) words='--role --name --rate --data' ;;\n");
    for (Verb verb : Verbs.ALL) rows.append(row(verb));
    return rows.toString();
  }

  private static String row(Verb verb) {
    List<String> words = new ArrayList<>();
    for (Option option : verb.options()) words.add(dashed(option));
    for (Option option : Verbs.COMMON) words.add(dashed(option));
    return "      " + verb.name() + ") words='" + String.join(" ", words) + "' ;;\n";
  }

  private static String dashed(Option option) {
    return (option.name().length() == 1 ? "-" : "--") + option.name();
  }

  /** The verbs whose first word is a skill's name. */
  private static String named() {
    List<String> patterns = new ArrayList<>();
    for (Verb verb : Verbs.ALL)
      if (verb.words().startsWith("NAME")) patterns.add(verb.name() + ":*");
    return String.join(" | ", patterns);
  }
}
