// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The walls of the framework, without the verifier before them: the same bundle is held where
 * skills are installed, and is free anywhere else.
 */
class WallsIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String SKILLS = "forge:";
  private static final String OTHERS = "other:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import-Package: org.osgi.framework",
        "Import-Package: org.osgi.framework.wiring",
        "Import-Package: forge.live",
        "Import-Package: forge.make",
        "Import-Package: com.google.gson",
        "Import-Package: org.slf4j",
        "Import-Package: javax.net",
        "Import-Package: jakarta.servlet",
        "Import-Package: org.objectweb.asm",
        "Require-Bundle: system.bundle",
        "Require-Bundle: forge-api",
        "Require-Bundle: org.apache.felix.scr"
      })
  void aSkillIsWiredToTheSkillApiOnly(String header) throws Exception {
    Bundle free = installed(OTHERS, header, Map.of());
    free.start();
    assertThat(free.getState()).isEqualTo(Bundle.ACTIVE);
    Bundle held = installed(SKILLS, header, Map.of());
    assertThatThrownBy(held::start).isInstanceOf(BundleException.class);
    held.uninstall();
    free.uninstall();
  }

  @Test
  void theSkillApiIsOpenToIt() throws Exception {
    Bundle bundle = installed(SKILLS, "Import-Package: forge.api,forge.guard", Map.of());
    bundle.start();
    assertThat(bundle.getBundleContext().getBundles()).containsExactly(bundle);
    assertThat(bundle.getBundleContext().getAllServiceReferences(null, null)).isNull();
    bundle.uninstall();
  }

  @Test
  void nobodyIsWiredToASkill() throws Exception {
    for (String where : new String[] {OTHERS, SKILLS}) {
      String name = "p" + NUMBER.incrementAndGet();
      Bundle exporter = installed(where, "Export-Package: " + name, Map.of());
      Bundle importer = installed(OTHERS, "Import-Package: " + name, Map.of());
      if (where.equals(OTHERS)) importer.start();
      else assertThatThrownBy(importer::start).isInstanceOf(BundleException.class);
      importer.uninstall();
      exporter.uninstall();
    }
  }

  @Test
  void aDynamicImportFindsNothing() throws Exception {
    String type = "org.osgi.framework.FrameworkUtil";
    Bundle free = installed(OTHERS, "DynamicImport-Package: *", Map.of());
    assertThat(free.loadClass(type)).isNotNull();
    Bundle held = installed(SKILLS, "DynamicImport-Package: *", Map.of());
    assertThatThrownBy(() -> held.loadClass(type)).isInstanceOf(ClassNotFoundException.class);
    held.uninstall();
    free.uninstall();
  }

  @Test
  void aClassThatNobodyVerifiedIsNotDefined() throws Exception {
    Map<String, byte[]> classes = Map.of("forge/it/Folders.class", bytes("Folders.class"));
    Bundle free = installed(OTHERS, "X-None: x", classes);
    assertThat(free.loadClass("forge.it.Folders")).isNotNull();
    Bundle held = installed(SKILLS, "X-None: x", classes);
    for (int i = 0; i < 3; i++)
      assertThatThrownBy(() -> held.loadClass("forge.it.Folders")).isInstanceOf(Throwable.class);
    held.uninstall();
    free.uninstall();
  }

  /** What a bundle of a skill tries; true: it got it. */
  @FunctionalInterface
  private interface Attempt {
    boolean on(Bundle held) throws Exception;
  }

  private static final String HOOKS = "org.osgi.framework.hooks.";

  private static final Map<String, Attempt> ATTEMPTS =
      Map.of(
          HOOKS + "resolver.ResolverHookFactory", WallsIT::starts,
          HOOKS + "service.FindHook", WallsIT::findsServices,
          HOOKS + "service.EventListenerHook", WallsIT::hearsOfServices,
          HOOKS + "bundle.FindHook", WallsIT::findsBundles,
          HOOKS + "bundle.EventHook", WallsIT::hearsOfBundles,
          HOOKS + "weaving.WeavingHook", WallsIT::definesItsClass);

  private static boolean starts(Bundle held) {
    try {
      held.start();
      return true;
    } catch (BundleException e) {
      return false;
    }
  }

  private static BundleContext context(Bundle held) throws BundleException {
    held.start();
    return held.getBundleContext();
  }

  private static boolean findsServices(Bundle held) throws Exception {
    return context(held).getAllServiceReferences(null, null) != null;
  }

  private static boolean findsBundles(Bundle held) throws Exception {
    return context(held).getBundles().length > 1;
  }

  private static boolean hearsOfServices(Bundle held) throws Exception {
    AtomicInteger heard = new AtomicInteger();
    context(held).addServiceListener(event -> heard.incrementAndGet());
    FORGE.bundleContext().registerService(Object.class, new Object(), null).unregister();
    return heard.get() > 0;
  }

  private static boolean hearsOfBundles(Bundle held) throws Exception {
    AtomicInteger heard = new AtomicInteger();
    context(held).addBundleListener((SynchronousBundleListener) event -> heard.incrementAndGet());
    installed(OTHERS, "X-None: x", Map.of()).uninstall();
    return heard.get() > 0;
  }

  private static boolean definesItsClass(Bundle held) {
    try {
      return held.loadClass("forge.it.Folders") != null;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  static Stream<String> hooks() {
    return ATTEMPTS.keySet().stream().sorted();
  }

  /** With all of them up nothing of it succeeds; without that one, its attack does. */
  @ParameterizedTest
  @MethodSource("hooks")
  void eachHookIsNeeded(String hook) throws Exception {
    for (String each : ATTEMPTS.keySet()) assertThat(attempted(each)).as(each).isFalse();
    new Breach(FORGE).hook(hook);
    try {
      for (String each : ATTEMPTS.keySet())
        assertThat(attempted(each)).as("%s without %s", each, hook).isEqualTo(each.equals(hook));
    } finally {
      FORGE.restart();
    }
  }

  private static boolean attempted(String hook) throws Exception {
    boolean wires = hook.endsWith("ResolverHookFactory");
    String header = wires ? "Import-Package: org.osgi.framework" : "X-None: x";
    Map<String, byte[]> classes =
        hook.endsWith("WeavingHook")
            ? Map.of("forge/it/Folders.class", bytes("Folders.class"))
            : Map.of();
    Bundle held = installed(SKILLS, header, classes);
    try {
      return ATTEMPTS.get(hook).on(held);
    } finally {
      held.uninstall();
    }
  }

  /** The same framework by itself, with what the product tells it and without. */
  @Test
  void thatNothingIsDelegatedByItselfIsNeeded(@TempDir Path cache) throws Exception {
    String implicit = "felix.bootdelegation.implicit";
    assertThat(FORGE.bundleContext().getProperty(implicit)).isEqualTo("false");
    assertThat(FORGE.bundleContext().getProperty("org.osgi.framework.bootdelegation")).isEmpty();
    assertThat(delegates(cache.resolve("on"), Map.of(implicit, "true"))).isTrue();
    assertThat(delegates(cache.resolve("off"), Map.of(implicit, "false"))).isFalse();
    Bundle held = installed(SKILLS, "X-None: x", Map.of());
    assertThat(sees(held, "org.osgi.framework.FrameworkUtil")).isFalse();
    held.uninstall();
  }

  /** As code that is no bundle's asks its class loader, which has its parent asked by itself. */
  private static boolean sees(Bundle bundle, String type) throws BundleException {
    bundle.start();
    try {
      return bundle.adapt(BundleWiring.class).getClassLoader().loadClass(type) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What the JDK has beside the platform is there for nobody, the wall between skills or not. */
  @Test
  void thatTheJdkIsTrimmedIsNeeded(@TempDir Path cache) throws Exception {
    for (String name : List.of("com.sun.tools.attach", "com.sun.jdi", "jdk.jfr")) {
      String header = "Import-Package: " + name;
      Bundle here = installed(OTHERS, header, Map.of());
      assertThat(starts(here)).as(name).isFalse();
      here.uninstall();
      Framework plain = framework(cache.resolve(name), Map.of());
      plain.start();
      try {
        assertThat(starts(installed(plain.getBundleContext(), OTHERS, header, Map.of()))).isTrue();
      } finally {
        stop(plain);
      }
    }
  }

  private static Framework framework(Path cache, Map<String, String> settings) throws Exception {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("org.osgi.framework.storage", cache.toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(all);
    framework.init();
    return framework;
  }

  private static void stop(Framework framework) throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private static boolean delegates(Path cache, Map<String, String> settings) throws Exception {
    Framework framework = framework(cache, settings);
    framework.start();
    try {
      Bundle bundle = installed(framework.getBundleContext(), SKILLS, "X-None: x", Map.of());
      return sees(bundle, "org.osgi.framework.FrameworkUtil");
    } finally {
      stop(framework);
    }
  }

  /** Ends by itself after some seconds, so that what is not ended leaves nothing behind. */
  private static final String LONG =
      "long x = 1; for (long i = 0; i < 6_000_000_000L; i++) x = x * 31 + i; return x;";

  @Test
  void theWeaverIsNeeded() throws Exception {
    Caller http = new Caller(FORGE.client());
    Object budget = Caller.object("wall_ms", 400);
    http.create("name", "woven", "body", LONG, "budget", budget).ok();
    http.call("woven").refused(504, "timeout");
    new Breach(FORGE).weaver();
    new Breach(FORGE).verifier();
    try {
      http.create("name", "unwoven", "body", LONG, "budget", budget).ok();
      http.call("unwoven").refused(504, "timeout");
      await().until(() -> "quarantined".equals(http.skill("unwoven").get("state")));
      assertThat(http.skill("woven")).containsEntry("state", "live");
    } finally {
      FORGE.restart();
    }
  }

  @Test
  void theVerifierIsNeeded() throws Exception {
    Caller http = new Caller(FORGE.client());
    String body = "return System.getProperty(\"java.home\");";
    assertThat(http.createBody("reads_home", body).status()).isEqualTo(422);
    new Breach(FORGE).verifier();
    try {
      http.createBody("reads_home", body).ok();
      assertThat(http.call("reads_home").ok().value()).isEqualTo(System.getProperty("java.home"));
    } finally {
      FORGE.restart();
    }
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = WallsIT.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static Bundle installed(String where, String header, Map<String, byte[]> entries)
      throws Exception {
    return installed(FORGE.bundleContext(), where, header, entries);
  }

  private static Bundle installed(
      BundleContext context, String where, String header, Map<String, byte[]> entries)
      throws Exception {
    String name = "walled" + NUMBER.incrementAndGet();
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", "1.0.0");
    String[] parts = header.split(": ");
    headers.putValue(parts[0], parts[1]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return context.installBundle(where + name, new ByteArrayInputStream(bytes.toByteArray()));
  }
}
