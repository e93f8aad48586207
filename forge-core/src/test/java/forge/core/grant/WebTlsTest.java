// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static forge.core.grant.Reached.refused;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillHttp;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection goes to the address that was judged, and the certificate is held to the name. */
class WebTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  private SSLContext tls() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=good.example",
                "-ext",
                "san=dns:good.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", keys.getCertificate("a"));
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private SkillHttp http(SSLSocketFactory factory, int port) throws Exception {
    Web web =
        new Web(
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            () -> factory,
            Set.of("good.example", "other.example"),
            0);
    Reached reached = new Reached(folder.resolve("data"), web);
    return reached.gates.http(
        reached.access(
            "{\"http\":[{\"host\":\"good.example:"
                + port
                + "\"},{\"host\":\"other.example:"
                + port
                + "\"}]}"));
  }

  @Test
  void theCertificateIsHeldToTheNameAndToTrust() throws Exception {
    SSLContext tls = tls();
    var socket =
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Server server = new Server(socket, request -> OK)) {
      SkillHttp http = http(tls.getSocketFactory(), server.port());
      assertThat(http.get("https://good.example:" + server.port() + "/").text()).isEqualTo("ok");
      refused(
          Failure.SKILL_ERROR,
          "certificate is not good",
          () -> http.get("https://other.example:" + server.port() + "/"));
      SkillHttp strangers = http(Web.systemTls(), server.port());
      refused(
          Failure.SKILL_ERROR,
          "certificate is not good",
          () -> strangers.get("https://good.example:" + server.port() + "/"));
      assertThat(server.requests).hasSize(1);
    }
  }
}
