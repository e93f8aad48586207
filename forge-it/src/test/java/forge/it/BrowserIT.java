// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of the web, in a real browser on the gateway's own machine, tries to drive the forge.
 * Needs Chromium; {@code forge.it.browser} names it.
 */
@Tag("browser")
class BrowserIT {

  /** Each way a page has to send something elsewhere; what came of each is posted back. */
  private static final String PAGE =
      """
      <!doctype html><title>evil</title><iframe name="f"></iframe>
      <form id="form" target="f" method="post" enctype="text/plain"
            action="GATEWAY/api/v1/forge/hot-reload/disable"><input name="{" value="}"></form>
      <script>
      const spec = JSON.stringify({name: "evil", body: "return 1;"});
      const json = {"Content-Type": "application/json"};
      const to = "GATEWAY";
      const ways = {
        cors: () => fetch(to + "/api/v1/forge/create", {method: "POST", headers: json, body: spec}),
        simple: () => fetch(to + "/api/v1/forge/create", {method: "POST", mode: "no-cors", body: spec}),
        empty: () => fetch(to + "/api/v1/forge/hot-reload/disable", {method: "POST", mode: "no-cors"}),
        read: () => fetch(to + "/api/v1/skills"),
        remove: () => fetch(to + "/api/v1/skills/mine", {method: "DELETE"}),
        beacon: async () => navigator.sendBeacon(to + "/api/v1/forge/hot-reload/disable"),
        form: async () => document.getElementById("form").submit(),
      };
      (async () => {
        const came = {};
        for (const [name, way] of Object.entries(ways))
          try {
            const answer = await way();
            came[name] = answer && answer.type ? answer.type + " " + answer.status : "sent";
          } catch (e) { came[name] = "failed"; }
        await new Promise(done => setTimeout(done, 500));
        await fetch("/came", {method: "POST", body: JSON.stringify(came)});
      })();
      </script>
      """;

  @TempDir Path folder;

  private Process browse(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("forge.it.browser", "chromium"));
    command.addAll(List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"));
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectError(folder.resolve("browser.log").toFile())
        .start();
  }

  @Test
  void aPageOfAnotherOriginCanDoNothing() throws Exception {
    CompletableFuture<String> came = new CompletableFuture<>();
    HttpServer evil =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ForgeProcess forge = ForgeProcess.start(folder.resolve("data"))) {
      Caller http = new Caller(forge.client());
      http.createBody("mine", "return 1;").ok();
      String page = PAGE.replace("GATEWAY", forge.address());
      evil.createContext("/", exchange -> serve(exchange, page));
      evil.createContext("/came", exchange -> take(exchange, came));
      evil.start();
      Process browser =
          browse("--remote-debugging-port=0", "http://127.0.0.1:" + evil.getAddress().getPort());
      try {
        String ends = came.get(60, TimeUnit.SECONDS);
        assertThat(ends).contains("\"cors\":\"failed\"", "\"read\":\"failed\"");
        // A browser that heeds Cross-Origin-Resource-Policy says failed, another one opaque.
        assertThat(ends).containsPattern("\"simple\":\"(opaque 0|failed)\"");
        assertThat(ends).contains("\"remove\":\"failed\"");
      } finally {
        browser.destroy();
        browser.waitFor();
      }
      assertThat(http.live()).containsExactly("mine");
      assertThat(http.get("/api/v1/forge/hot-reload/status").field("enabled")).isEqualTo(true);
      assertThat(http.audit()).extracting(event -> event.get("skill_name")).containsOnly("mine");
      // They did get here: it was not the browser alone that kept them away.
      assertThat(forge.log())
          .contains("status=403 method=POST path=\"/api/v1/forge/create\"")
          .contains("status=403 method=POST path=\"/api/v1/forge/hot-reload/disable\"")
          .contains("status=403 method=OPTIONS path=\"/api/v1/skills/mine\"");
    } finally {
      evil.stop(0);
    }
  }

  @Test
  void aNameThatLeadsHereIsNotOurs() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(folder.resolve("data"))) {
      int port = URI.create(forge.address()).getPort();
      assertThat(shown("http://127.0.0.1:" + port + "/v1/status")).contains("app_name");
      assertThat(shown("http://rebound.example:" + port + "/v1/status"))
          .contains("forbidden_host")
          .doesNotContain("app_name");
    }
  }

  private String shown(String url) throws Exception {
    String rule = "--host-resolver-rules=MAP rebound.example 127.0.0.1";
    Process browser = browse(rule, "--dump-dom", url);
    String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(dom).as(Files.readString(folder.resolve("browser.log"))).isNotBlank();
    return dom;
  }

  private static void serve(HttpExchange exchange, String page) throws IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putAll(Map.of("Content-Type", List.of("text/html")));
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void take(HttpExchange exchange, CompletableFuture<String> came)
      throws IOException {
    came.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
