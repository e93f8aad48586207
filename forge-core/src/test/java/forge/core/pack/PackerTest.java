// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Jar;
import forge.api.SkillName;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.core.synth.Synthesis;
import forge.core.weave.Weaver;
import forge.make.ClassSet;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Headers that were kept are those that bnd would write. */
class PackerTest {

  private static final Visible VISIBLE = Visible.ofClassPath();
  private static final SkillCompiler COMPILER = SkillCompiler.of(VISIBLE);
  private static final String PLAIN = "return 1;";

  private record Made(SkillSpec spec, SourceSet source, ClassSet classes) {
    static Made body(String name, String body) {
      return of(Map.of("name", name, "body", body));
    }

    static Made of(Map<String, Object> json) {
      SkillSpec spec = SpecReader.read(Json.write(json));
      SourceSet source = new Synthesis().draft(spec, List.of(), List.of());
      return new Made(spec, source, COMPILER.compile(spec.name(), source));
    }

    Made woven() {
      return new Made(spec, source, new Weaver().weave(classes));
    }

    /** The skill's class, one more class of another package in it. */
    Made naming(String type) {
      Map<String, byte[]> bytes = new TreeMap<>(classes.classes());
      bytes.replaceAll(
          (name, code) -> {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(code)
                .accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                      @Override
                      public void visitEnd() {
                        visitField(Opcodes.ACC_PUBLIC, "other", "[L" + type + ";", null, null);
                        super.visitEnd();
                      }
                    },
                    0);
            return writer.toByteArray();
          });
      return new Made(spec, source, new ClassSet(bytes, List.of()));
    }

    SkillBundle packed(Packer packer, String version) {
      return packer.pack(spec, spec.code().origin(), version, source, classes);
    }

    java.util.Optional<Outline> outline() {
      return Outline.of(spec.name(), classes);
    }
  }

  /** One that knows nothing and so asks bnd. */
  private static Packer fresh() {
    return new Packer(VISIBLE::classes, Map.of());
  }

  private static Attributes headers(SkillBundle bundle) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(bundle.bytes()))) {
      return in.getManifest().getMainAttributes();
    }
  }

  private static Made source(String name, String text) {
    return Made.of(Map.of("name", name, "source", text));
  }

  /** When bnd or its settings change, so do these: copy what the test says into its resources. */
  @Test
  void theUsualHeadersAreThoseOfBnd() throws IOException {
    assertThat(Made.body("plain", PLAIN).woven().outline()).contains(Outline.USUAL);
    for (String entry : List.of("META-INF/MANIFEST.MF", "OSGI-INF/forge_gen_plain.xml"))
      assertThat(entry(new Packer(VISIBLE::classes), entry))
          .as(entry)
          .isEqualTo(entry(fresh(), entry));
  }

  @Test
  void clausesStandInTheOrderInWhichBndWritesThem() throws Exception {
    Headers.Of plain = new Headers.Of(new SkillName("plain"), "1.0.0", "forge_gen_plain.Plain");
    String component = "OSGI-INF/forge_gen_plain.xml";
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-Name", "forge_gen_plain");
    headers.putValue("Bundle-SymbolicName", "forge_gen_plain");
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue("Service-Component", component);
    headers.putValue("Provide-Capability", "some.space;uses:=\"forge.api\";zone=z;about=a");
    ByteArrayOutputStream byBnd = new ByteArrayOutputStream();
    Jar.writeManifest(manifest, byBnd);
    try (Jar first = Packer.jar("first", new TreeMap<>(Map.of(component, new byte[0])));
        Jar second = Packer.jar("second", new TreeMap<>())) {
      Headers.from(manifest, first, plain).writeTo(second, plain);
      try (InputStream in = second.getResource("META-INF/MANIFEST.MF").openInputStream()) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(byBnd.toString(UTF_8));
      }
    }
  }

  private static String entry(Packer packer, String wanted) throws IOException {
    byte[] bundle = Made.body("plain", PLAIN).woven().packed(packer, "1.0.0").bytes();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bundle))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        if (entry.getName().equals(wanted)) return new String(in.readAllBytes(), UTF_8);
    }
    throw new AssertionError(wanted + " is missing");
  }

  @Test
  void keptHeadersAreThoseOfBnd() throws IOException {
    String recorded =
        """
        package forge_gen_recorded;
        import forge.api.*;
        public final class Recorded implements Skill {
          record Pair(int a, java.util.List<? super Long> b) {}
          enum Kind { ONE { @Override int of() { return 1; } }; abstract int of(); }
          @Deprecated static int old() { return 2; }
          public SkillResult call(SkillRequest request, SkillContext context) {
            return SkillResult.ok(new Pair(Kind.ONE.of() + old(), null).toString());
          }
        }
        """;
    String twice =
        """
        package forge_gen_twice;
        import forge.api.*;
        @SkillInfo(name = "other", version = "9.9.9", description = "forge_gen_a forge_gen_twice")
        public final class Twice implements Skill {
          public SkillResult call(SkillRequest request, SkillContext context) {
            return SkillResult.ok(java.util.stream.IntStream.range(0, 9).boxed().toList());
          }
        }
        """;
    List<Made> all =
        List.of(
            Made.body("a", PLAIN).woven(),
            Made.body("forge_gen_a", "return Map.of(1, List.of(2L), \"x\", new double[0]);")
                .woven(),
            Made.body("aa", "return java.time.LocalDate.of(2020, 1, 1).toString();").woven(),
            Made.body("module", PLAIN),
            Made.body("class1", "return \"org/evil/A\";").woven(),
            Made.body("class2", "return \"forge_gen_class2 class=\\\"forge_gen_a\\\"\";").woven(),
            Made.body("set", "return java.nio.charset.Charset.forName(\"UTF-8\").name();").woven(),
            source("recorded", recorded).woven(),
            source("twice", twice).woven(),
            Made.body("evil", PLAIN).naming("org/evil/A"),
            Made.body("evil2", PLAIN).naming("org/worse/A"),
            Made.body("b", PLAIN).woven());
    Packer kept = new Packer(VISIBLE::classes);
    for (String version : List.of("1.0.0", "10.20.30"))
      for (Made made : all)
        assertThat(headers(made.packed(kept, version)))
            .as(made.spec().name() + " " + version)
            .isEqualTo(headers(made.packed(fresh(), version)));
    for (Made made : all)
      assertThat(made.packed(kept, "1.0.0").sha256())
          .as(made.spec().name().value())
          .isEqualTo(made.packed(fresh(), "1.0.0").sha256());
  }

  @Test
  void whatIsForeignIsImported() throws IOException {
    Packer kept = fresh();
    Made plain = Made.body("plain", PLAIN).woven();
    assertThat(headers(plain.packed(kept, "1.0.0")).getValue("Import-Package"))
        .isEqualTo("forge.api;version=\"[1.0,2)\",forge.guard;version=\"[1.0,2)\"");
    assertThat(headers(plain.naming("org/evil/A").packed(kept, "1.0.0")).getValue("Import-Package"))
        .contains("org.evil");
  }

  @Test
  void skillsThatDifferInTheirOwnCodeHaveOneOutline() {
    assertThat(Made.body("a", PLAIN).woven().outline())
        .isPresent()
        .isEqualTo(
            Made.body(
                    "b",
                    """
                    java.util.function.Function<List<Long>, Integer> size = List::size;
                    record Pair(int a, String b) {}
                    return Map.of("pair", new Pair(size.apply(List.of(1L)), "b").toString());
                    """)
                .woven()
                .outline());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org/evil/A", "org/\u00e4/A", "javax/evil/A", "forge_gen_other/A", "o-g/A"})
  void aForeignTypeMakesAnotherOutline(String type) {
    Made plain = Made.body("plain", PLAIN);
    assertThat(plain.naming(type).outline()).isPresent().isNotEqualTo(plain.outline());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Deprecated class Old {} return new Old().toString();",
        "@FunctionalInterface interface F { void f(); } return F.class.getName();",
        "return java.nio.charset.Charset.forName(\"UTF-8\").name();"
      })
  void whatMayAskForMoreIsLeftToBnd(String body) {
    assertThat(Made.body("asks", body).outline()).isEmpty();
  }

  @Test
  void aSkillIsNamedAsItIs() throws IOException {
    Packer kept = fresh();
    Made.body("first", PLAIN).packed(kept, "1.0.0");
    SkillBundle second = Made.body("second", PLAIN).packed(kept, "2.3.4");
    assertThat(second.name()).isEqualTo(new SkillName("second"));
    assertThat(headers(second).getValue("Bundle-SymbolicName")).isEqualTo("forge_gen_second");
    assertThat(headers(second).getValue("Bundle-Version")).isEqualTo("2.3.4");
    assertThat(new String(second.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("class=\"forge_gen_second.Second\"")
        .doesNotContain("forge_gen_first");
  }
}
