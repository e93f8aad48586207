// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import forge.api.SkillInfo;
import forge.api.SkillName;
import forge.core.data.Digest;
import forge.core.data.Json;
import forge.core.data.Lazy;
import forge.core.data.Recent;
import forge.make.ClassSet;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * Packs classes as a bundle: bnd computes manifest and imports and writes the component's XML, with
 * the settings of the module {@code skill-template}. Skills of the same {@link Outline} get the
 * same but for their names, so bnd is asked once for each.
 *
 * <p>The same source, spec and version give the same bytes, on every machine.
 */
public final class Packer {

  /** Entry with the service properties that are free text. */
  static final String TEXTS = "FORGE-INF/skill.properties";

  /** Entry with the spec the skill was made from. */
  static final String SPEC = "FORGE-INF/spec.json";

  /** Where OSGi tools look for the source of a bundle. */
  private static final String SOURCE = "OSGI-OPT/src/";

  /** An entry's time: none that tells when it was packed. */
  static final long TIME = 0;

  private static final HexFormat HEX = HexFormat.of();

  /** Most skills have the same one. */
  private static final int MOST_KEPT = 100;

  private final Supplier<Bnd> bnd;
  private volatile Headers last = Headers.usual();
  private final Map<Outline, Headers> kept = Recent.map(MOST_KEPT);
  private volatile Texts texts;

  private record Texts(SkillSpec spec, byte[] bytes) {}

  /**
   * A packer; what skills compile against is asked for when bnd has to see it.
   *
   * @param visible class file bytes by binary name
   */
  public Packer(Supplier<Map<String, byte[]>> visible) {
    this(visible, Map.of(Outline.USUAL, Headers.usual()));
  }

  Packer(Supplier<Map<String, byte[]>> visible, Map<Outline, Headers> known) {
    bnd = new Lazy<>(() -> new Bnd(visible.get()));
    kept.putAll(known);
  }

  /**
   * Packs a skill.
   *
   * @param origin where the code of this version comes from
   * @throws Rejected at {@link Stage#BUNDLE} when the classes are no skill or bnd finds a fault
   */
  public SkillBundle pack(
      SkillSpec spec, Origin origin, String version, SourceSet source, ClassSet classes) {
    SkillName name = spec.name();
    Headers.Of of = new Headers.Of(name, version, SkillClass.find(name, classes));
    SortedMap<String, byte[]> entries = new TreeMap<>();
    entries.put(TEXTS, texts(spec));
    entries.put(SPEC, utf8(spec.json()));
    source
        .files()
        .forEach((file, text) -> entries.put(SOURCE + name.module() + "/" + file, utf8(text)));
    classes.classes().forEach((type, bytes) -> entries.put(path(type), bytes));
    try {
      Optional<Outline> outline = Outline.of(name, classes);
      if (outline.isEmpty()) register(entries, of);
      byte[] bytes = packed(entries, of, outline);
      return new SkillBundle(name, version, origin, bytes, Digest.sha256(bytes));
    } catch (Rejected e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception | AssertionError e) {
      // What bnd and ASM make of a class that no compiler wrote.
      throw Rejected.because(Stage.BUNDLE, "bnd.failed", "", "the classes cannot be packed: " + e);
    }
  }

  /**
   * What the bundle of a skill will most likely be but for its code: as the last one's, with its
   * own names, version and texts.
   */
  public Frame likely(SkillSpec spec, String version) {
    SkillName name = spec.name();
    Headers.Of of = new Headers.Of(name, version, name.module() + "." + name.className());
    Headers headers = last;
    Map<String, byte[]> entries = Map.of(of.entry(), headers.component(of), TEXTS, texts(spec));
    return new Frame(headers.of(of), entries);
  }

  private byte[] packed(SortedMap<String, byte[]> entries, Headers.Of of, Optional<Outline> outline)
      throws Exception {
    try (Jar jar = jar(of.name().module(), entries)) {
      Headers headers = headers(entries, of, outline);
      headers.writeTo(jar, of);
      last = headers;
      return written(jar);
    }
  }

  /** In place of what its source says of that itself, if it does. */
  private static void register(SortedMap<String, byte[]> entries, Headers.Of of) {
    entries.computeIfPresent(
        path(of.skillClass()),
        (path, bytes) -> Registration.on(bytes, of.name(), of.version(), TEXTS));
  }

  /** By bnd, when it has not yet written them for another skill of the same outline. */
  private Headers headers(
      SortedMap<String, byte[]> entries, Headers.Of of, Optional<Outline> outline)
      throws Exception {
    Headers known = outline.map(kept::get).orElse(null);
    if (known != null) return known;
    SortedMap<String, byte[]> registered = new TreeMap<>(entries);
    register(registered, of);
    Headers fresh = bnd.get().headers(registered, of);
    if (fresh.areForAll()) outline.ifPresent(ours -> kept.put(ours, fresh));
    return fresh;
  }

  /** The source that a bundle was made from. */
  public static String source(SkillBundle bundle) {
    return sources(bundle.bytes()).values().stream().findFirst().orElse("");
  }

  /** The sources that a bundle was made from, by file name. */
  public static SortedMap<String, String> sources(byte[] bundle) {
    SortedMap<String, String> sources = new TreeMap<>();
    entries(bundle, name -> name.startsWith(SOURCE) && name.endsWith(".java"))
        .forEach((name, text) -> sources.put(name.substring(name.lastIndexOf('/') + 1), text));
    return sources;
  }

  /** The spec that a bundle was made from, JSON text. */
  public static String spec(SkillBundle bundle) {
    return spec(bundle.bytes());
  }

  /** The spec that a bundle was made from, or what it says of itself; JSON text. */
  public static String spec(byte[] bundle) {
    String spec = entries(bundle, SPEC::equals).get(SPEC);
    return spec == null ? FinishedJar.read(bundle).spec() : spec;
  }

  /** The classes of a bundle, class file bytes by binary name. */
  public static SortedMap<String, byte[]> classes(byte[] bundle) {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    String ending = ".class";
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(bundle))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        String name = entry.getName();
        if (name.endsWith(ending))
          classes.put(
              name.substring(0, name.length() - ending.length()).replace('/', '.'),
              in.readAllBytes());
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> entries(byte[] bundle, Predicate<String> wanted) {
    Map<String, String> entries = new TreeMap<>();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(bundle))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry())
        if (wanted.test(entry.getName()))
          entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String path(String type) {
    return type.replace('.', '/') + ".class";
  }

  static Jar jar(String name, SortedMap<String, byte[]> entries) {
    Jar jar = new Jar(name);
    entries.forEach((path, bytes) -> jar.putResource(path, new EmbeddedResource(bytes, TIME)));
    return jar;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] written(Jar jar) throws Exception {
    jar.setReproducible("true");
    jar.setCompression(Jar.Compression.STORE);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    jar.write(out);
    return out.toByteArray();
  }

  /** Asked for twice of each spec, by {@link #likely} and when it is packed. */
  private byte[] texts(SkillSpec spec) {
    Texts known = texts;
    if (known != null && known.spec == spec) return known.bytes;
    StringBuilder out = new StringBuilder(1 << 10);
    addProperty(out, "description", spec.description());
    addProperty(out, "input", Json.write(spec.input()));
    addProperty(out, "output", spec.output().isEmpty() ? "" : Json.write(spec.output()));
    byte[] bytes = utf8(out.toString());
    texts = new Texts(spec, bytes);
    return bytes;
  }

  /** Escaped so that no text can begin a line of its own: printable ASCII, no line ends. */
  private static void addProperty(StringBuilder out, String name, String value) {
    out.append(SkillInfo.PREFIX_).append(name).append('=');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > ' ' && c <= '~' && c != '\\') {
        out.append(c);
      } else {
        HEX.toHexDigits(out.append("\\u"), (byte) (c >> Byte.SIZE));
        HEX.toHexDigits(out, (byte) c);
      }
    }
    out.append('\n');
  }
}
