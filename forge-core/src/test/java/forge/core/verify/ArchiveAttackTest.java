// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.core.data.Digest;
import forge.core.weave.Workbench;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.SkillBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles that are not what the forge packs: in manifest, component, entries or as archives. */
class ArchiveAttackTest {

  private static final SkillBundle GOOD =
      Workbench.forged("{\"name\":\"good\",\"description\":\"d\",\"body\":\"return 1;\"}");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String COMPONENT = "OSGI-INF/forge_gen_good.xml";

  static Stream<Arguments> manifests() {
    return Stream.of(
            "Bundle-Activator: forge_gen_good.Good",
            "DynamicImport-Package: *",
            "Fragment-Host: forge-core",
            "Require-Bundle: system.bundle",
            "Bundle-ClassPath: .,x.jar",
            "Bundle-NativeCode: x.so",
            "Export-Package: forge.api",
            "Class-Path: http://127.0.0.1/x.jar",
            "Premain-Class: forge_gen_good.Good",
            "Launcher-Agent-Class: forge_gen_good.Good",
            "Multi-Release: true",
            "Bundle-ActivationPolicy: lazy",
            "Bundle-UpdateLocation: http://127.0.0.1/",
            "Add-Opens: java.base/java.lang",
            "Import-Service: x")
        .map(header -> arguments(header, edited(MANIFEST, text -> header + "\r\n" + text)));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("imports", manifest("Import-Package: ", "Import-Package: org.osgi.framework,")),
        arguments("all imports", manifest("Import-Package: ", "Import-Package: *,")),
        arguments("name", manifest("forge_gen_good", "forge_gen_other")),
        arguments(
            "other component",
            manifest("Service-Component: OSGI-INF/", "Service-Component: OSGI-INF/x,OSGI-INF/")),
        arguments(
            "a line in a line",
            manifest("Bundle-Name: ", "Bundle-Name: x\r\nDynamicImport-Package: *\r\nX: ")));
  }

  static Stream<Arguments> components() {
    return Stream.of(
        arguments(
            "reference",
            component(
                "<service>", "<reference name=\"x\" interface=\"forge.live.Forge\"/><service>")),
        arguments("factory", component("name=", "factory=\"x\" name=")),
        arguments("activate", component("name=", "activate=\"x\" name=")),
        arguments("other service", component("forge.api.Skill", "forge.make.Rule")),
        arguments("other class", component("forge_gen_good.Good", "forge.core.line.ForgeLine")),
        arguments("configuration", component("ignore", "require")),
        arguments(
            "entity",
            component(
                "<scr:component", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><scr:component")),
        arguments(
            "text",
            edited("FORGE-INF/skill.properties", text -> text + "service.ranking=1000000\n")));
  }

  static Stream<Arguments> archives() {
    return Stream.of(
        arguments("slip", added("../../x.class", "x")),
        arguments("absolute", added("/etc/x", "x")),
        arguments("backslash", added("a\\b", "x")),
        arguments("library", added("lib/x.jar", "x")),
        arguments("second component", added("OSGI-INF/x.xml", "<x/>")),
        arguments("native", added("forge_gen_good/x.so", "x")),
        arguments("signature", added("META-INF/X.SF", "x")),
        arguments("other package", added("java/lang/X.class", "x")),
        arguments("source in a folder", added("OSGI-OPT/src/forge_gen_good/a/X.java", "x")),
        arguments("source out of its folder", added("OSGI-OPT/src/forge_gen_good/../X.java", "x")),
        arguments("source of no name", added("OSGI-OPT/src/forge_gen_good/.java", "x")),
        arguments("source of no type", added("OSGI-OPT/src/forge_gen_good/1 x.java", "x")),
        arguments("versioned", added("META-INF/versions/17/forge_gen_good/Good.class", "x")),
        arguments("case", added("FORGE-INF/SPEC.JSON", "x")),
        arguments("no class", added("forge_gen_good/X.class", "x")),
        arguments("bomb", bomb()),
        arguments("before", concat("MZ".getBytes(StandardCharsets.US_ASCII), GOOD.bytes())),
        arguments("behind", concat(GOOD.bytes(), new byte[64])),
        arguments("two in one", concat(GOOD.bytes(), GOOD.bytes())),
        arguments("cut", Arrays.copyOf(GOOD.bytes(), GOOD.bytes().length / 2)),
        arguments("nothing", new byte[0]),
        arguments("twice", twice()),
        arguments("unlisted", unlisted()));
  }

  @ParameterizedTest
  @MethodSource({"manifests", "values", "components", "archives"})
  void isRefused(String what, byte[] bytes) {
    assertThatThrownBy(() -> new Verifier().check(bundle(bytes), List.of()))
        .as(what)
        .isInstanceOf(Rejected.class);
  }

  @Test
  void whatTheForgePacksIsNot() {
    assertThat(new Verifier().check(GOOD, List.of())).isEmpty();
    assertThat(new Verifier().check(bundle(zip(entries())), List.of())).isEmpty();
  }

  /** Without any one of the rules, some of these would pass. */
  @Test
  void eachRuleIsNeeded() {
    for (Rule left : Verifier.own()) {
      List<Rule> others = new ArrayList<>(Verifier.own());
      others.remove(left);
      List<String> passed = new ArrayList<>();
      Stream.of(manifests(), values(), components(), archives(), code())
          .flatMap(attacks -> attacks)
          .forEach(
              attack -> {
                try {
                  new Verifier(others).check(bundle((byte[]) attack.get()[1]), List.of());
                  passed.add(attack.get()[0].toString());
                } catch (Rejected e) {
                  // another rule holds
                }
              });
      assertThat(passed).as("without %s", left).isNotEmpty();
    }
  }

  private static Stream<Arguments> code() {
    try {
      byte[] evil = forge.core.weave.Evil.calling("java/lang/System", "exit", "(I)V");
      Map<String, byte[]> entries = entries();
      entries.put("forge_gen_good/Evil.class", evil);
      return Stream.of(arguments("code", zip(entries)));
    } catch (RuntimeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SkillBundle bundle(byte[] bytes) {
    return new SkillBundle(GOOD.name(), GOOD.version(), GOOD.origin(), bytes, Digest.sha256(bytes));
  }

  private static byte[] manifest(String from, String to) {
    return edited(MANIFEST, text -> text.replace(from, to));
  }

  private static byte[] component(String from, String to) {
    return edited(COMPONENT, text -> text.replace(from, to));
  }

  private static byte[] edited(String entry, UnaryOperator<String> edit) {
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get(entry), StandardCharsets.UTF_8);
    String after = edit.apply(text);
    if (after.equals(text)) throw new IllegalStateException("nothing changed in " + entry);
    entries.put(entry, after.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  private static byte[] added(String name, String content) {
    Map<String, byte[]> entries = entries();
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  private static byte[] bomb() {
    Map<String, byte[]> entries = entries();
    entries.put("FORGE-INF/spec.json", new byte[17 << 20]);
    return zip(entries);
  }

  /** Written under another name of the same length, which is then changed in both places. */
  private static byte[] twice() {
    return renamed(
        added("FORGE-INF/spec.jsoX", "{}"), "FORGE-INF/spec.jsoX", "FORGE-INF/spec.json", 2);
  }

  /** What lies there is not what the directory lists. */
  private static byte[] unlisted() {
    return renamed(GOOD.bytes(), "forge_gen_good/Good.class", "forge_gen_good/Evil.class", 1);
  }

  private static byte[] renamed(byte[] bytes, String from, String to, int times) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < times; i++) text = text.replaceFirst(from.replace(".", "\\."), to);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(GOOD.bytes()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        if (!entry.isDirectory()) entries.put(entry.getName(), in.readAllBytes());
      return entries;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
