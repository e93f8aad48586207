// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Skill;
import forge.api.SkillInfo;
import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;

/** While a source is compiled the framework brings a bundle up for it, with no code in it. */
class BerthIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  /** For each bundle of a skill, how many classes there were in it when it was started. */
  private final Map<Bundle, Integer> started = new ConcurrentHashMap<>();

  private final List<String> installed = Collections.synchronizedList(new ArrayList<>());
  private final SynchronousBundleListener listener = this::changed;

  /** To compile it takes longer than to bring a bundle up. */
  private static final String LONG = "long n = 0;\n" + "n = n * 31 + 7;\n".repeat(1_500);

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @BeforeEach
  void listen() {
    http().hotReload(true).ok();
    FORGE.bundleContext().addBundleListener(listener);
  }

  @AfterEach
  void stop() {
    FORGE.bundleContext().removeBundleListener(listener);
  }

  private void changed(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (!bundle.getLocation().startsWith("forge:")) return;
    if (event.getType() == BundleEvent.INSTALLED) installed.add(bundle.getSymbolicName());
    if (event.getType() == BundleEvent.STARTED) started.put(bundle, classes(bundle));
  }

  private static int classes(Bundle bundle) {
    String folder = bundle.getSymbolicName();
    var found = bundle.findEntries(folder, "*.class", false);
    return found == null ? 0 : Collections.list(found).size();
  }

  private static List<Bundle> of(String skill) {
    return Stream.of(FORGE.bundleContext().getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals("forge_gen_" + skill))
        .toList();
  }

  @Test
  void itIsStartedBeforeThereAreClassesInIt() {
    for (int version = 1; version <= 3; version++) {
      http().createBody("early", LONG + "return " + version + ";").ok();
      assertThat(http().call("early").value()).isEqualTo((long) version);
    }
    assertThat(installed).hasSize(3);
    assertThat(started).hasSize(3).allSatisfy((bundle, classes) -> assertThat(classes).isZero());
    Bundle last = of("early").get(of("early").size() - 1);
    assertThat(last.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(classes(last)).isPositive();
    assertThat(last.getHeaders().get("Bundle-Version")).isEqualTo("1.0.2");
  }

  @Test
  void ofOneThatIsRefusedNothingIsLeft() {
    for (String body : List.of("return missing;", "return System.getenv();"))
      assertThat(http().createBody("refused", body).status()).as(body).isEqualTo(422);
    List<?> wrong = List.of(object("input", object(), "output", 2));
    Reply tried = http().create("name", "refused", "body", "return 1;", "examples", wrong);
    assertThat(tried.status()).as(tried.text()).isEqualTo(422);
    assertThat(installed).as("all were prepared").hasSize(3);
    assertThat(of("refused")).isEmpty();
    http().createBody("refused", "return 1;").ok();
    assertThat(http().call("refused").value()).isEqualTo(1L);
  }

  /** The service of a version is there before its code is: who wants it at once waits for that. */
  @Test
  void whoAsksForItsServiceEarlyGetsItAsSoonAsThereIsCode() throws Exception {
    List<Optional<Object>> got = Collections.synchronizedList(new ArrayList<>());
    BundleContext context = FORGE.bundleContext();
    AllServiceListener asking =
        event -> {
          if (event.getType() != ServiceEvent.REGISTERED) return;
          got.add(Optional.ofNullable(context.getService(event.getServiceReference())));
        };
    context.addServiceListener(asking, "(objectClass=" + Skill.class.getName() + ")");
    try {
      http().createBody("wanted", "return 1;").ok();
      assertThat(http().createBody("wanted", "return missing;").status()).isEqualTo(422);
      http().createBody("wanted", "return 2;").ok();
    } finally {
      context.removeServiceListener(asking);
    }
    assertThat(http().call("wanted").value()).isEqualTo(2L);
    assertThat(got).hasSize(3);
    assertThat(got.get(0)).isPresent();
    assertThat(got.get(1)).as("of one that was refused").isEmpty();
    assertThat(got.get(2)).isPresent();
  }

  /** What the component runtime reads is the spec's before it is the bundle's. */
  @Test
  void whatItsServiceSaysIsWhatTheBundleSays() throws Exception {
    String says = "first line\nname=evil, \u00fc \u2028 \\";
    http().create("name", "saying", "description", says, "body", "return 1;").ok();
    var found =
        FORGE
            .bundleContext()
            .getAllServiceReferences(
                Skill.class.getName(), "(" + SkillInfo.PREFIX_ + "name=saying)");
    assertThat(found)
        .singleElement()
        .satisfies(
            it -> assertThat(it.getProperty(SkillInfo.PREFIX_ + "description")).isEqualTo(says));
    assertThat(started.get(of("saying").get(0))).as("it was not made anew").isZero();
  }

  /** An annotation of the component runtime is for bnd to judge, which writes other headers. */
  @Test
  void oneThatDoesNotFitIsReplaced() {
    String source =
        """
        package forge_gen_other;
        import forge.api.*;
        import org.osgi.service.component.annotations.Component;
        @Component(service = Skill.class)
        @SkillInfo(name = "other", version = "1.0.0", description = "other")
        public final class Other implements Skill {
          public SkillResult call(SkillRequest request, SkillContext context) {
            return SkillResult.ok(7L);
          }
        }
        """;
    http().createBody("before", "return 1;").ok();
    Reply made = http().create("name", "other", "source", source).ok();
    assertThat(http().call("other").value()).as(made.text()).isEqualTo(7L);
    assertThat(of("other")).hasSize(1);
    http().createBody("after", "return 2;").ok();
    assertThat(http().call("after").value()).isEqualTo(2L);
    assertThat(of("after")).hasSize(1);
  }

  @Test
  void whatDoesNotGoLiveIsNotPrepared() {
    http().create("name", "planned", "body", "return 1;", "dry_run", true).ok();
    http().create("name", "apart", "body", "return 1;", "tier", "isolated").ok();
    http().hotReload(false).ok();
    http().createBody("waiting", "return 1;").ok();
    assertThat(installed).isEmpty();
  }

  @Test
  void noFileIsWrittenForASkillsCode() throws IOException {
    http().createBody("light", "return 1;").ok();
    Bundle bundle = of("light").get(0);
    Path folder = FORGE.data().resolve("run/framework/bundle" + bundle.getBundleId());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .isNotEmpty()
          .allMatch(name -> name.equals("bundle.info") || name.equals("revision.location"));
    }
  }
}
