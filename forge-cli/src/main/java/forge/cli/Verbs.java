// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All verbs, as data: the help texts, the completion and the reading of options come from here. */
final class Verbs {

  /** What every verb can be told. */
  static final List<Option> COMMON =
      List.of(
          new Option("gateway", "URL", "the gateway to ask"),
          new Option("data", "FOLDER", "ask the gateway that runs on this data folder"),
          Option.flag("help", "show how the verb is used"));

  private static final Option JSON = Option.flag("json", "print the gateway's JSON, for machines");

  /** The verbs of this program. */
  static final List<Verb> ALL =
      List.of(
          new Verb(
              "create",
              "NAME [--param NAME:TYPE[:required]]... [--body FILE | --source FILE] [options]",
              0,
              1,
              "make a skill, or its next version",
              """
              A file named - is the standard input. Exit code 4 says that it was kept, and waits for
              hot-reload or for a person.

                forge create hello --param who:string:required
                echo 'return (long) text.length();' |
                  forge create text_length --param text:string:required --returns integer --body -
              """,
              List.of(
                  new Option("description", "TEXT", "what it is for"),
                  new Option(
                      "param",
                      "NAME:TYPE[:required]",
                      "a parameter, again for the next; string integer number boolean array object any"),
                  new Option("body", "FILE", "statements of Java; each parameter is a variable"),
                  new Option("source", "FILE", "a whole Java file that declares one Skill"),
                  new Option("returns", "TYPE", "a type, or a JSON Schema"),
                  new Option(
                      "example", "FILE", "JSON: {\"input\":{...},\"output\":...} or several in []"),
                  new Option("spec", "FILE", "a whole spec as JSON; the other options go on top"),
                  Option.flag("dry-run", "try whether it could be made, and keep nothing"),
                  JSON)),
          new Verb(
              "call",
              "NAME [KEY=VALUE... | --json FILE]",
              1,
              Integer.MAX_VALUE,
              "call a skill and print its value as JSON",
              """
              A value is read by the parameter's type; KEY:=VALUE takes any JSON. A file named - is
              the standard input.

                forge call hello who=World
                forge call hello 'who=Ünï "quoted"'
                echo '{"who":"World"}' | forge call hello --json -
              """,
              List.of(new Option("json", "FILE", "the arguments as a JSON object"))),
          new Verb(
              "list",
              "[WORD]",
              0,
              1,
              "all skills, or those that have a word in name or description",
              "",
              List.of(Option.flag("names", "print the names only"), JSON)),
          new Verb(
              "show", "NAME", 1, 1, "one skill: parameters, versions, traffic", "", List.of(JSON)),
          new Verb("source", "NAME", 1, 1, "its source", "", List.of()),
          new Verb("versions", "NAME", 1, 1, "its versions", "", List.of(JSON)),
          new Verb(
              "diff",
              "NAME [FROM [TO]]",
              1,
              3,
              "what differs between two versions of its source",
              "Without versions: what the one in service changed.\n",
              List.of()),
          new Verb(
              "rollback", "NAME VERSION", 2, 2, "go back to an earlier version", "", List.of(JSON)),
          new Verb("retire", "NAME", 1, 1, "take a skill out of service", "", List.of(JSON)),
          new Verb(
              "trigger",
              "NAME",
              1,
              1,
              "make a skill again from its source on the gateway's disk",
              "Brings up what is pending, and takes up what was edited in skills/ of the data folder.\n",
              List.of(JSON)),
          new Verb(
              "enable", "", 0, 0, "hot-reload on: new versions go live at once", "", List.of(JSON)),
          new Verb("disable", "", 0, 0, "hot-reload off: new versions are kept", "", List.of(JSON)),
          new Verb(
              "safety",
              "[on | off]",
              0,
              1,
              "whether a person decides on each new version",
              "",
              List.of(JSON)),
          new Verb(
              "approve",
              "[DIGEST]",
              0,
              1,
              "what waits for a person; with a digest: approve it",
              "The first 8 characters of a digest are enough, when no other begins so.\n",
              List.of(
                  Option.flag("reject", "turn it down"),
                  new Option("reason", "TEXT", "why"),
                  JSON)),
          new Verb(
              "halt",
              "REASON",
              0,
              1,
              "stop every skill at once, calls in flight included",
              "",
              List.of(new Option("reason", "TEXT", "why, instead of the word"), JSON)),
          new Verb("resume", "", 0, 0, "bring them back", "", List.of(JSON)),
          new Verb(
              "audit",
              "[--after SEQ] [--limit N] [--verify]",
              0,
              0,
              "what has happened: the newest 20 lines of the trail",
              "Exit code of --verify: 0 when the trail is whole, 1 when it is not.\n",
              List.of(
                  new Option("after", "SEQ", "the first ones after this line"),
                  new Option("limit", "N", "so many, instead of 20"),
                  Option.flag("verify", "check that no line was changed, removed or moved"),
                  JSON)),
          new Verb(
              "events",
              "[-f]",
              0,
              0,
              "what has happened last; -f: what happens, as it happens",
              "Ctrl-C ends it. A connection that breaks is made again, and goes on where it was.\n",
              List.of(
                  Option.flag("f", "go on as it happens"),
                  new Option("after", "ID", "with -f: begin after the event of this id"),
                  JSON)),
          new Verb(
              "open",
              "",
              0,
              0,
              "the console in the browser; prints its address",
              "",
              List.of(Option.flag("print", "only print the address"))),
          new Verb(
              "completion",
              "bash",
              1,
              1,
              "print what completes verbs, options and skill names in a shell",
              "  eval \"$(forge completion bash)\"\n",
              List.of()));

  /** The verbs of the script that starts this program. */
  static final List<String> OF_SCRIPT =
      List.of("up", "run", "down", "status", "shell", "log", "archive", "token", "help");

  private Verbs() {}

  /** The verb of that name. */
  static Optional<Verb> find(String name) {
    for (Verb verb : ALL) if (verb.name().equals(name)) return Optional.of(verb);
    return Optional.empty();
  }

  /** The names of all verbs, the script's too. */
  static List<String> names() {
    List<String> names = new ArrayList<>(OF_SCRIPT);
    for (Verb verb : ALL) names.add(verb.name());
    return names;
  }
}
