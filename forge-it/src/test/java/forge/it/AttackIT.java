// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Skills that want more than they may: none reaches it, and what would go on for ever is ended. And
 * ordinary ones, which must not notice.
 */
class AttackIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  static final Object BUDGET = object("wall_ms", 400, "allocated_mb", 200);
  private static final Object AMPLE = object("wall_ms", 30_000);

  /** The deadline, a second until a call counts as one that does not end, and a busy machine. */
  private static final Duration TOLD = Duration.ofSeconds(10);

  private static final Duration LEAKED = Duration.ofMillis(1_500);

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files",
        "net",
        "process",
        "jvm",
        "reflection",
        "threads",
        "framework",
        "state",
        "hooks"
      })
  void whatReachesOutIsNotMade(String name) throws InterruptedException {
    Attacks family = Attacks.of(name);
    assertThat(family.fate()).isEqualTo("refused");
    Queue<String> wrong =
        family.each(
            (attack, queue) -> {
              String code = family.attacks().get(attack);
              Reply reply = http().create(family.spec(attack, code, BUDGET));
              if (reply.status() != 422 || !isForTheRightReason(name, reply))
                queue.add(attack + ": " + reply);
            });
    assertThat(wrong).isEmpty();
  }

  /**
   * What does not even compile would show nothing; but what a source cannot see, it cannot name.
   */
  static boolean isForTheRightReason(String family, Reply reply) {
    String rule = String.valueOf(reply.objects("findings").get(0).get("rule"));
    if (rule.matches("(code|shape|component|bnd)\\..*")) return true;
    return rule.startsWith("compiler.err.doesnt.exist")
        || rule.startsWith("compiler.err.package.in.other.module")
        || family.equals("framework") && rule.contains("cant.resolve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loops",
        "handlers",
        "depth",
        "memory",
        "text",
        "regex",
        "numbers",
        "containers",
        "streams",
        "answers"
      })
  void whatGoesOnForEverIsEnded(String name) throws InterruptedException {
    Attacks family = Attacks.of(name);
    assertThat(family.fate()).isEqualTo("ended");
    Queue<String> wrong = family.each((attack, queue) -> endless(http(), family, attack, queue));
    TimeUnit.MILLISECONDS.sleep(LEAKED.toMillis());
    Set<String> notStopped = new TreeSet<>();
    for (String attack : family.attacks().keySet())
      if ("quarantined".equals(http().skill(family.skill(attack)).get("state")))
        notStopped.add(name + " " + attack);
    assertThat(wrong).isEmpty();
    assertThat(notStopped).as("not stopped").isSubsetOf(Attacks.notStopped());
    assertThat(http().get("/readyz").status()).isEqualTo(200);
  }

  /** Made or refused, and ended when it is called. */
  static void endless(Caller http, Attacks family, String attack, Queue<String> wrong) {
    Reply made = http.create(family.spec(attack, family.attacks().get(attack), BUDGET));
    boolean refused = made.status() == 422 && isForTheRightReason(family.name(), made);
    if (refused) return;
    if (made.status() != 200) {
      wrong.add(attack + ": " + made);
      return;
    }
    long begun = System.nanoTime();
    Reply reply = http.call(family.skill(attack));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (took.compareTo(TOLD) > 0) wrong.add(attack + ": told after " + took);
    if (!List.of(200, 500, 504).contains(reply.status())) wrong.add(attack + ": " + reply);
  }

  @Test
  void whatIsOrdinaryIsMadeAndAnswers() throws InterruptedException {
    Attacks family = Attacks.of("ordinary");
    assertThat(family.attacks()).hasSizeGreaterThanOrEqualTo(30);
    Queue<String> wrong =
        family.each(
            (skill, queue) -> {
              String line = family.attacks().get(skill);
              int blank = line.indexOf(' ');
              Reply made = http().create(family.spec(skill, line.substring(blank + 1), AMPLE));
              Reply reply = http().call(family.skill(skill));
              if (!reply.text().equals(line.substring(0, blank)))
                queue.add(skill + ": " + made + " " + reply);
            });
    assertThat(wrong).isEmpty();
  }

  @Test
  void noTextOfASpecIsCode() {
    List<String> wrong = new ArrayList<>();
    for (String line : Attacks.text("specs.jsonl").lines().toList()) {
      JsonObject attack = JsonParser.parseString(line).getAsJsonObject();
      JsonObject spec = attack.getAsJsonObject("spec");
      Reply reply = http().post("/api/v1/forge/create", new Gson().toJson(spec));
      boolean made = attack.get("expect").getAsString().equals("made");
      if (made ? !isPlain(spec, reply) : reply.status() != 400 && reply.status() != 422)
        wrong.add(spec + ": " + reply);
    }
    assertThat(wrong).isEmpty();
    assertThat(System.getProperty("forge.attack")).isNull();
  }

  /** It is live, its texts are served as they came, and its source holds none of them. */
  private static boolean isPlain(JsonObject spec, Reply reply) {
    if (reply.status() != 200 || !Boolean.TRUE.equals(reply.field("hot_reloaded"))) return false;
    String name = spec.get("name").getAsString();
    Map<String, Object> skill = http().skill(name);
    String text = spec.has("description") ? spec.get("description").getAsString() : "";
    return text.equals(skill.get("description"))
        && !http().get("/api/v1/skills/" + name + "/source").text().contains("pwned");
  }
}
