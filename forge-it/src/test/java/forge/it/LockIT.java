// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeClient;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import forge.testkit.KeptConnection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who gets in, and what somebody who does not behave can do: the real product in its own process.
 */
class LockIT {

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  /** What {@code forge token …} prints. */
  private String token(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ForgeFramework.productHome().resolve("forge").toString());
    command.add("token");
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("FORGE_JAVA", System.getProperty("java.home"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text.strip();
  }

  private static Caller with(ForgeProcess forge, String token) {
    return new Caller(forge.client().with(token));
  }

  private static Reply list(Caller caller) {
    return caller.get("/api/v1/skills");
  }

  @Test
  void aTokenOfTheCommandLineLocksTheRunningGatewayAtOnce() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data())) {
      list(new Caller(forge.client())).ok();
      String reader = token("create", "--role", "read", "--name", "a reader");
      await().until(() -> list(new Caller(forge.client())).status() == 401);
      list(with(forge, reader)).ok();
      with(forge, reader).safety(true).refused(403, "forbidden", "'admin'");
      String admin = token("create", "--role=admin");
      await().until(() -> list(with(forge, admin)).status() == 200);
      with(forge, admin).safety(true).ok();
      String trail = with(forge, admin).get("/api/v1/forge/audit").ok().text();
      assertThat(trail).contains("token 'a reader' (read, ").doesNotContain(reader, admin);
      assertThat(forge.log()).doesNotContain(reader, admin);
      token("revoke", reader.substring(6, 14));
      await().until(() -> list(with(forge, reader)).status() == 401);
      list(with(forge, admin)).ok();
    }
  }

  @Test
  void keepsOnlyASlowHashThatOnlyItsOwnerReads() throws Exception {
    String token = token("create", "--role", "admin");
    Path file = data().resolve("store/tokens.json");
    String secret = token.substring(token.indexOf('_', 6) + 1);
    assertThat(Files.readString(file)).doesNotContain(secret).contains("\"rounds\": 210000");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token("list")).contains("admin").doesNotContain(secret);
  }

  @Test
  void aDamagedFileOfTokensOpensNothing() throws Exception {
    String token = token("create", "--role", "admin");
    Files.writeString(data().resolve("store/tokens.json"), "{\"tokens\": [{");
    try (ForgeProcess forge = ForgeProcess.start(data())) {
      assertThat(list(new Caller(forge.client())).status()).isEqualTo(401);
      assertThat(list(with(forge, token)).status()).isEqualTo(401);
      assertThat(forge.log()).contains("store/tokens.json is damaged");
    }
  }

  @Test
  void otherMachinesGetInWithATokenOnly() throws Exception {
    Map<String, String> everywhere = Map.of("FORGE_HOST", "0.0.0.0");
    assertThatThrownBy(() -> ForgeProcess.start(data(), everywhere))
        .hasMessageContaining("forge token create --role admin");
    String token = token("create", "--role", "admin");
    try (ForgeProcess forge = ForgeProcess.start(data(), everywhere)) {
      assertThat(ask(forge, "Host: forge.example.com")).startsWith("HTTP/1.1 401");
      String bearer = "\r\nAuthorization: Bearer " + token;
      assertThat(ask(forge, "Host: forge.example.com" + bearer)).startsWith("HTTP/1.1 200");
      String foreign = "\r\nOrigin: https://evil.example";
      assertThat(ask(forge, "Host: forge.example.com" + foreign + bearer))
          .startsWith("HTTP/1.1 403");
      token("revoke", token.substring(6, 14));
      await().until(() -> list(with(forge, token)).status() == 401);
      assertThat(list(new Caller(forge.client())).status()).isEqualTo(401);
    }
  }

  @Test
  void itsNamesAreThoseThatItIsTold() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data(), Map.of("FORGE_NAMES", "a.example,b"))) {
      assertThat(ask(forge, "Host: a.example:8000")).startsWith("HTTP/1.1 200");
      assertThat(ask(forge, "Host: B")).startsWith("HTTP/1.1 200");
      assertThat(ask(forge, "Host: c.example")).startsWith("HTTP/1.1 403");
      assertThat(ask(forge, "Host: xb")).startsWith("HTTP/1.1 403");
    }
  }

  private static Socket open(ForgeProcess forge) throws IOException {
    URI address = URI.create(forge.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String ask(ForgeProcess forge, String headers) throws IOException {
    try (Socket socket = open(forge)) {
      String request = "GET /healthz HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void speaksTlsWithAKeyStore() throws Exception {
    Path keys = folder.resolve("keys.p12");
    makeKeys(keys);
    Map<String, String> tls =
        Map.of("FORGE_KEYSTORE", keys.toString(), "FORGE_KEYSTORE_PASSWORD", "changeit");
    try (ForgeProcess forge = ForgeProcess.start(data(), tls)) {
      assertThat(forge.address()).startsWith("https://127.0.0.1:");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
      var request = HttpRequest.newBuilder(URI.create(forge.address() + "/healthz")).build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(ask(forge, "Host: localhost")).doesNotContain("200 OK", "ok");
    }
  }

  private static void makeKeys(Path file) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit",
                "-storetype",
                "PKCS12",
                "-alias",
                "forge",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(text).isZero();
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("forge", keys.getCertificate("forge"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** One byte a second keeps any idle time alive. */
  @Test
  void hangsUpOnWhoSpeaksTooSlowly() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data());
        Socket header = open(forge);
        Socket body = open(forge);
        Socket idle = open(forge)) {
      header.getOutputStream().write("GET /healthz HTTP/1.1\r\nX: ".getBytes());
      String post = "POST /v1/execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n";
      body.getOutputStream().write((post + "Content-Type: application/json\r\n\r\n").getBytes());
      await()
          .atMost(Duration.ofSeconds(25))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> isCut(header) && isCut(body));
      idle.getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
      assertThat(new String(idle.getInputStream().readAllBytes())).startsWith("HTTP/1.1 200");
    }
  }

  /** Sends one more byte, and looks whether the other side has hung up. */
  private static boolean isCut(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('x');
      socket.setSoTimeout(50);
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aFloodOfConnectionsStopsNobodyWhoIsIn() throws Exception {
    Map<String, String> few = Map.of("FORGE_CONNECTIONS", "50");
    List<Socket> flood = new ArrayList<>();
    try (ForgeProcess forge = ForgeProcess.start(data(), few);
        KeptConnection kept = new KeptConnection(forge.address())) {
      new Caller(forge.client()).createBody("one", "return 1;").ok();
      assertThat(kept.post("/api/v1/skills/one", "{}").body()).isEqualTo("1");
      // Fifty are in, the others wait in the queue of the port, which is as long.
      for (int i = 0; i < 80; i++) flood.add(open(forge));
      assertThat(kept.post("/api/v1/skills/one", "{}").body()).isEqualTo("1");
      for (Socket socket : flood) socket.close();
      await().until(() -> ask(forge, "Host: localhost").startsWith("HTTP/1.1 200"));
    } finally {
      for (Socket socket : flood) socket.close();
    }
  }

  @Test
  void aStopLetsCallsInFlightEnd() throws Exception {
    String slow =
        "long n = 0; for (long i = 0; i < 3_000_000_000L; i++) n ^= i * 31;"
            + " return n == 1 ? \"odd\" : \"done\";";
    try (ForgeProcess forge = ForgeProcess.start(data())) {
      Caller http = new Caller(forge.client());
      http.createBody("slow", slow).ok();
      CompletableFuture<Reply> call = Caller.later(() -> http.call("slow"));
      await().until(() -> forge.runs("slow"));
      assertThat(forge.stop()).isZero();
      assertThat(call.get(10, SECONDS).ok().text()).isEqualTo("\"done\"");
    }
  }

  @Test
  void aRequestIsTheSameInAnswerAndLog() throws Exception {
    token("create", "--role", "read");
    try (ForgeProcess forge = ForgeProcess.start(data())) {
      ForgeClient client = forge.client();
      var request = client.request("/healthz").GET().header("X-Request-Id", "my-1.x");
      assertThat(client.send(request).headers().firstValue("X-Request-Id")).contains("my-1.x");
      await().until(() -> forge.log().contains("status=401"));
      assertThat(forge.log()).containsPattern("refusal status=401 .*request=my-1\\.x");
      var odd = client.request("/healthz").GET().header("X-Request-Id", "a b=\"c\"");
      assertThat(client.send(odd).headers().firstValue("X-Request-Id").orElseThrow())
          .matches("[0-9a-f]{1,16}");
    }
  }
}
