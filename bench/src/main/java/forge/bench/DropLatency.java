// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * From a file that is complete in the drop folder to the first answer of its skill: new ones and
 * replaced ones, as a bundle, as source and as a spec.
 */
public final class DropLatency {

  private static final String USAGE =
      """
      usage: bench/run drop [--rounds N] [--home FOLDER] [--data FOLDER]

      Writes files into the drop folder of a gateway of its own, and asks until they answer.
        --rounds N     of each kind (100); 10 more warm up
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
        --data FOLDER  where its data folder is made
      """;

  private static final String PLOT = "File complete → answer";
  private static final int WARM_UP = 10;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Path drop;
  private final int rounds;
  private final Result result;
  private final Map<String, byte[]> bundle = new LinkedHashMap<>();

  private DropLatency(FreshGateway gateway, Options options) throws IOException {
    this.address = gateway.address();
    this.drop = gateway.data().resolve("drop");
    this.rounds = options.number("--rounds");
    this.result = Result.of("drop", "From a dropped file to its answer", options);
    try (Stream<Path> built = Files.list(Driver.root().resolve("skill-template/target"))) {
      Path jar =
          built
              .filter(file -> file.getFileName().toString().matches("skill-template-[\\d.]+\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("build skill-template first"));
      try (JarFile in = new JarFile(jar.toFile())) {
        for (JarEntry entry : in.stream().filter(e -> !e.isDirectory()).toList())
          try (InputStream content = in.getInputStream(entry)) {
            bundle.put(entry.getName(), content.readAllBytes());
          }
      }
      bundle.remove("FORGE-INF/examples.json");
    }
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of("--rounds", "100"), DropLatency::run));
  }

  private static int run(Options options) throws IOException {
    try (FreshGateway gateway = Driver.start(options)) {
      DropLatency bench = new DropLatency(gateway, options);
      bench.kind("bundle", ".jar", bench::bundle, bench::answersBundle);
      bench.kind("source", ".java", DropLatency::source, bench::answersRound);
      bench.kind("spec", ".json", DropLatency::spec, bench::answersRound);
      bench.result.finish(options);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private interface Maker {
    byte[] make(String skill, int round) throws IOException;
  }

  /** Whether the skill answers, and as that content says. */
  private interface Probe {
    boolean answers(String skill, byte[] content, int round)
        throws IOException, InterruptedException;
  }

  private void kind(String kind, String end, Maker maker, Probe probe)
      throws IOException, InterruptedException {
    List<Long> fresh = new ArrayList<>();
    List<Long> replaced = new ArrayList<>();
    for (int number = 0; number < WARM_UP + rounds; number++) {
      long one = answer(kind + number, end, maker, probe, number);
      long two = answer(kind, end, maker, probe, number);
      if (number >= WARM_UP) fresh.add(one);
      if (number >= WARM_UP) replaced.add(two);
    }
    result.add(Figure.of(PLOT, kind + ", new name", new Quantiles(fresh)));
    result.add(Figure.of(PLOT, kind + ", replaced", new Quantiles(replaced)));
  }

  private long answer(String skill, String end, Maker maker, Probe probe, int round)
      throws IOException, InterruptedException {
    byte[] content = maker.make(skill, round);
    Files.write(drop.resolve(skill + end), content);
    long begun = System.nanoTime();
    while (!probe.answers(skill, content, round)) {
      if (System.nanoTime() - begun > PATIENCE_NANOS)
        throw new IllegalStateException(skill + " does not answer");
      Thread.sleep(2);
    }
    return System.nanoTime() - begun;
  }

  private HttpResponse<String> ask(String skill, String arguments)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/skills/" + skill));
    if (!arguments.isEmpty())
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(arguments));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private boolean answersRound(String skill, byte[] content, int round)
      throws IOException, InterruptedException {
    return ask(skill, "{}").body().equals(Integer.toString(round));
  }

  /** The template answers the same in each version; which one it is shows by its digest. */
  private boolean answersBundle(String skill, byte[] content, int round)
      throws IOException, InterruptedException {
    return ask(skill, "").body().contains(sha256(content))
        && ask(skill, "{\"who\":\"me\"}").statusCode() == 200;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] spec(String skill, int round) {
    return "{\"name\":\"%s\",\"body\":\"return %d;\"}"
        .formatted(skill, round)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] source(String skill, int round) {
    return """
        import forge.api.*;
        @SkillInfo(name = "%s")
        public final class Answer implements Skill {
          public SkillResult call(SkillRequest request, SkillContext context) {
            return SkillResult.ok(%d);
          }
        }
        """
        .formatted(skill, round)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bundle(String skill, int round) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : bundle.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        String text = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
        if (entry.getKey().endsWith(".xml"))
          text = text.replace("value=\"template_skill\"", "value=\"" + skill + "\"");
        jar.write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      jar.putNextEntry(new JarEntry("round"));
      jar.write(round);
    }
    return out.toByteArray();
  }
}
