// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program: finds the verb, lets it work, and tells how it ended. */
public final class Main {

  private static final String HELP = "; see 'forge help'";

  private final Map<String, String> environment;
  private final Given given;
  private final Screen screen;

  Main(Map<String, String> environment, InputStream in, Screen screen) {
    this.environment = environment;
    this.given = new Given(in);
    this.screen = screen;
  }

  /** Runs one verb; the exit code tells how it ended. */
  public static void main(String[] args) {
    // A request that was sent once is not sent again behind our back.
    System.setProperty("sun.net.http.retryPost", "false");
    Map<String, String> environment = System.getenv();
    Main main = new Main(environment, System.in, Screen.ofProcess(environment));
    System.exit(main.run(words(args, environment)));
  }

  /**
   * The words of the command line. On Windows they come by the environment, each in base64, since
   * quotes and letters outside the code page do not survive the way of arguments.
   */
  static List<String> words(String[] args, Map<String, String> environment) {
    String packed = environment.getOrDefault("FORGE_ARGUMENTS", "");
    if (args.length > 0 || packed.isEmpty()) return List.of(args);
    List<String> words = new ArrayList<>();
    for (String word : packed.split(" "))
      words.add(new String(Base64.getDecoder().decode(word.substring(1)), StandardCharsets.UTF_8));
    return words;
  }

  /** Runs a command line; gives the exit code. */
  int run(List<String> words) {
    int code = ended(words);
    try {
      screen.flush();
      return code;
    } catch (Ended e) {
      return told(e);
    }
  }

  private int ended(List<String> words) {
    Optional<Arguments> read = Optional.empty();
    try {
      if (words.isEmpty()) throw Ended.wrong("say what to do" + HELP);
      Verb verb = verb(words.get(0));
      if (words.get(0).equals("help")) return help(words.subList(1, words.size()));
      read = Optional.of(Arguments.read(verb, words.subList(1, words.size())));
      return carriedOut(new Task(read.get(), environment, given, screen));
    } catch (Ended e) {
      return told(e);
    } catch (Refused e) {
      return refused(e.reply(), read.isPresent() && read.get().isFlag("json"));
    } catch (InterruptedException e) {
      return Ended.REFUSED;
    }
  }

  private static Verb verb(String name) {
    if (name.equals("help")) return Verbs.ALL.get(0);
    return Verbs.find(name).orElseThrow(() -> Ended.wrong("unknown command '" + name + "'" + HELP));
  }

  private int help(List<String> words) {
    if (words.isEmpty()) throw Ended.wrong("help: say of which command" + HELP);
    screen.print(Help.of(verb(words.get(0))));
    return 0;
  }

  private int told(Ended end) {
    String message = end.getMessage();
    if (!message.isEmpty()) screen.complain(screen.loud("31", "forge:") + " " + message);
    return end.code();
  }

  private int refused(Reply reply, boolean forMachines) {
    JsonObject body = reply.object();
    if (forMachines) {
      screen.say(reply.body());
      return Ended.REFUSED;
    }
    List<JsonObject> findings = Json.objects(body, "findings");
    new Findings(screen).show(findings);
    told(Ended.refused(message(body, findings)));
    for (JsonObject error : Json.objects(body, "errors")) {
      String path = Cells.line(Json.text(error, "path"));
      String message = Cells.line(Json.text(error, "message"));
      if (!Json.text(body, "message").contains(message))
        screen.complain("  " + (path.isEmpty() ? "" : path + ": ") + message);
    }
    if (reply.status() == 401) screen.complain("  FORGE_TOKEN is where a token is taken from");
    return Ended.REFUSED;
  }

  /** The gateway's own words, or fewer where the findings have told it all. */
  private static String message(JsonObject body, List<JsonObject> findings) {
    String stage = Json.text(body, "stage");
    if (findings.isEmpty() || !body.has("success")) return Cells.lines(Json.text(body, "message"));
    return Json.text(body, "skill_name") + " was refused at " + stage + "; nothing has changed";
  }

  private int carriedOut(Task task) throws InterruptedException {
    Verb verb = task.arguments().verb();
    if (task.arguments().has("help")) {
      screen.print(Help.of(verb));
      return 0;
    }
    return switch (verb.name()) {
      case "create" -> new Making(task).create();
      case "trigger" -> new Making(task).trigger();
      case "call" -> new Calling(task).call();
      case "list" -> new Looking(task).list();
      case "show" -> new Looking(task).show();
      case "source" -> new Looking(task).source();
      case "versions" -> new Looking(task).versions();
      case "diff" -> new Looking(task).diff();
      case "rollback" -> new Switching(task).rollback();
      case "retire" -> new Switching(task).retire();
      case "enable", "disable" -> new Switching(task).hotReload(verb.name());
      case "safety" -> new Switching(task).safety();
      case "halt" -> new Switching(task).halt();
      case "resume" -> new Switching(task).resume();
      case "approve" -> new Approving(task).approve();
      case "audit" -> new Trail(task).audit();
      case "events" ->
          task.arguments().has("f") ? new Following(task).follow() : new Trail(task).audit();
      case "open" -> new Opening(task).open();
      case "completion" -> {
        screen.print(Completion.of(task.arguments().word(0)));
        yield 0;
      }
      default -> throw new IllegalStateException("a verb that does nothing: " + verb.name());
    };
  }
}
