// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.it.RawClient.Heard;
import forge.testkit.ForgeProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty thousand requests that are right, nearly right and not right at all, over every route that
 * the gateway says it has. The seed is fixed.
 */
@Tag("same-on-every-jdk")
class FuzzIT {

  private static final long SEED = 20_261_123;
  private static final int REQUESTS = 20_000;
  private static final int CLIENTS = 4;

  /** So many that some ten of them would meet the moment. */
  private static final int BROKEN = 100_000;

  private static final List<String> METHODS =
      List.of(
          "GET",
          "GET",
          "GET",
          "POST",
          "POST",
          "POST",
          "POST",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "PUT",
          "PATCH",
          "TRACE",
          "get",
          "B\u00c4D",
          "PRI");

  private static final List<String> NAMES =
      List.of(
          "one",
          "nobody",
          "..",
          "%2e%2e",
          "%00",
          "a;b=c",
          "a%2Fb",
          "%252e",
          "ä",
          "x".repeat(300),
          "",
          "ONE",
          "one%20",
          "%C3%A4",
          "%zz",
          "${jndi:x}",
          "'\"<script>");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "\"\"",
          "\"one\"",
          "\"" + "y".repeat(5_000) + "\"",
          "[]",
          "{}",
          "[[[[[[]]]]]]",
          "\"\\u0000\"",
          "\"*/ static {} /*\"",
          "\"\\ud800\"",
          "9".repeat(500),
          "\"1.0.0\"",
          "\"approve\"",
          "\"admin\"",
          "{\"a\":{\"b\":[1,null]}}");

  private static final List<String> FIELDS =
      List.of(
          "name",
          "skill_name",
          "body",
          "source",
          "params",
          "examples",
          "enabled",
          "decision",
          "reason",
          "version",
          "role",
          "rate",
          "goal",
          "dry_run",
          "budget",
          "n",
          "",
          "__proto__");

  private static final List<String> QUERIES =
      List.of(
          "",
          "",
          "",
          "?limit=1",
          "?limit=-1",
          "?limit=x",
          "?cursor=!",
          "?cursor=b25l",
          "?q=%ff",
          "?after=-1",
          "?after=99999999999999999999",
          "?from=1.0.0&to=9.9.9",
          "?access_token=x",
          "?&=&=",
          "?limit=%zz",
          "?" + "z".repeat(3_000));

  private static final List<String> HEADERS =
      List.of(
          "Accept: text/event-stream",
          "Accept: */*;q=0",
          "Accept: \u0001",
          "Expect: 100-continue",
          "Content-Encoding: gzip",
          "Range: bytes=0-1",
          "If-None-Match: *",
          "Origin: null",
          "Origin: http://evil.example",
          "X-Request-Id: a\tb",
          "X-Forge-Author: \u00fc\u0001",
          "Last-Event-ID: x",
          "Last-Event-ID: 99999999999999999999",
          "Cookie: a=b",
          "Host: evil.example",
          "X: " + "h".repeat(17_000),
          "Upgrade: h2c",
          "Connection: Upgrade",
          "Authorization: Basic eDp5",
          ": no name",
          "no colon",
          "A: b\r\n folded");

  private static final List<String> LENGTHS =
      List.of("Content-Length: 3", "Content-Length: 300000", "Transfer-Encoding: chunked");

  @TempDir Path data;

  @Test
  void nothingBreaksTheGateway() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      Caller open = new Caller(forge.client());
      open.createBody("one", "return 1;").ok();
      List<String> paths = paths(open);
      String admin =
          (String)
              open.post("/api/v1/forge/tokens", Map.of("role", "admin", "rate", 1_000_000))
                  .ok()
                  .field("token");
      AtomicInteger fine = new AtomicInteger();
      byClients(CLIENTS, i -> fuzz(forge.address(), paths, admin, new Random(SEED + i), fine));
      assertThat(fine.get())
          .as("requests that got what they asked for")
          .isGreaterThan(REQUESTS / 20);
      assertThat(faults(forge)).isEmpty();
      Caller again = new Caller(forge.client().with(admin));
      again.resume().ok();
      again.hotReload(true).ok();
      again.safety(false).ok();
      again.createBody("one", "return 2;").ok();
      assertThat(again.call("one").ok().text()).isEqualTo("2");
      assertThat(again.get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
    }
  }

  /** One thread tells what is wrong while another reads: they once gave back a buffer twice. */
  @Test
  void whatIsNoHttpLeavesNothingBehind() throws Exception {
    byte[] request =
        "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: \u0001\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8);
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      byClients(
          2 * CLIENTS,
          i -> {
            try (RawClient client = new RawClient(forge.address())) {
              for (int sent = 0; sent < BROKEN / CLIENTS / 2; sent++)
                assertThat(client.send(request, false).status()).isEqualTo(400);
            }
          });
      assertThat(faults(forge)).isEmpty();
    }
  }

  private static List<String> faults(ForgeProcess forge) {
    return forge
        .log()
        .lines()
        .filter(line -> line.contains(" failed: ") || line.contains("Exception"))
        .toList();
  }

  private interface Client {
    void run(int number) throws Exception;
  }

  private static void byClients(int clients, Client client) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        all.add(
            () -> {
              client.run(number);
              return null;
            });
      }
      for (Future<Void> ended : threads.invokeAll(all)) ended.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> paths(Caller caller) {
    Map<?, ?> paths = (Map<?, ?>) caller.get("/openapi.json").ok().field("paths");
    List<String> all = new ArrayList<>();
    paths.keySet().forEach(path -> all.add(path.toString()));
    assertThat(all).contains("/api/v1/forge/create", "/api/v1/skills/one");
    return all;
  }

  private static void fuzz(
      String address, List<String> paths, String admin, Random random, AtomicInteger fine)
      throws Exception {
    try (RawClient client = new RawClient(address)) {
      for (int i = 0; i < REQUESTS / CLIENTS; i++) {
        String method = one(METHODS, random);
        byte[] request = request(method, path(paths, random), admin, random);
        Heard heard = client.send(request, method.equals("HEAD"));
        check(heard, request);
        if (heard.status() == 200) fine.incrementAndGet();
      }
    }
  }

  private static void check(Heard heard, byte[] request) {
    String what = heard + "\nto " + new String(request, StandardCharsets.ISO_8859_1);
    assertThat(heard.status()).as(what).isNotEqualTo(500);
    assertThat(heard.body()).as(what).doesNotContain("\tat ", "Exception:", "jetty");
    boolean told = heard.status() >= 400 && !heard.body().isEmpty();
    if (told && !heard.body().contains("\"success\":false"))
      assertThat(heard.body()).as(what).startsWith("{\"status\":\"error\",\"code\":\"");
  }

  private static <T> T one(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static String path(List<String> paths, Random random) {
    String path = one(paths, random);
    while (path.contains("{"))
      path =
          path.replaceFirst(
              "\\{[^}]*}", java.util.regex.Matcher.quoteReplacement(one(NAMES, random)));
    if (random.nextInt(12) == 0)
      path += one(List.of("/", "/..", "//", ";x", "%2f", "/%00", "."), random);
    if (random.nextInt(40) == 0)
      path = one(List.of("*", "//", "http://evil.example/", "/../../etc/passwd", "/%"), random);
    return path + one(QUERIES, random);
  }

  private static byte[] request(String method, String path, String admin, Random random) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    if (random.nextInt(50) != 0) head.append("Host: localhost\r\n");
    if (random.nextInt(10) != 0) head.append("Authorization: Bearer ").append(admin).append("\r\n");
    if (random.nextInt(3) == 0) head.append(one(HEADERS, random)).append("\r\n");
    // The server waits for the rest of these, and hangs up in the end.
    if (random.nextInt(2_000) == 0) head.append(one(LENGTHS, random)).append("\r\n");
    byte[] body = method.equals("POST") || random.nextInt(20) == 0 ? body(random) : new byte[0];
    if (body.length > 0) {
      if (random.nextInt(15) != 0) head.append("Content-Type: application/json\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static byte[] body(Random random) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    if (kind == 1) return ("[".repeat(random.nextInt(2_000))).getBytes(StandardCharsets.UTF_8);
    StringBuilder json = new StringBuilder("{");
    for (int i = random.nextInt(4); i >= 0; i--)
      json.append('"')
          .append(one(FIELDS, random))
          .append("\":")
          .append(one(VALUES, random))
          .append(i == 0 ? "" : ",");
    String text = json.append('}').toString();
    if (kind == 2) text = text.substring(0, random.nextInt(text.length()));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
