// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Waits until the gateway answers: the HTTP server has its port, and {@code GET /readyz} says 200
 * to a real request. Looks again whenever a service comes or goes, and now and then without.
 */
final class Readiness implements AllServiceListener {
  private static final String SERVER = "(osgi.http.endpoint=*)";
  private static final Pattern PORT = Pattern.compile(":(\\d+)/?$");
  private static final int PROBE_MILLIS = 2_000;
  private static final int PAUSE_MILLIS = 50;

  private final BundleContext context;
  private final Settings settings;
  private final String probe;
  private final Semaphore news = new Semaphore(0);

  /** With what the door takes for a token. */
  Readiness(BundleContext context, Settings settings, String probe) {
    this.context = context;
    this.settings = settings;
    this.probe = probe;
  }

  /**
   * The port that answers.
   *
   * @throws StartFailure when it does not in time, saying what is missing
   */
  int await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    context.addServiceListener(this);
    try {
      Optional<String> lack = lack();
      while (lack.isPresent()) {
        if (System.nanoTime() > deadline) throw late(patience, lack.get());
        if (news.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) news.drainPermits();
        lack = lack();
      }
      return port().orElseThrow();
    } finally {
      context.removeServiceListener(this);
    }
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    news.release();
  }

  private static StartFailure late(Duration patience, String lack) {
    return new StartFailure(
        FAILED, "Forge is not ready after " + patience.toSeconds() + " s: " + lack);
  }

  private Optional<String> lack() {
    OptionalInt port = port();
    if (port.isEmpty())
      return Optional.of("the HTTP server does not listen on " + settings.address(settings.port()));
    return probe(settings.address(port.getAsInt()) + "/readyz");
  }

  /** The port the server is bound to, which it tells as a service property. */
  private OptionalInt port() {
    return references(SERVER).stream()
        .flatMap(server -> texts(server.getProperty("osgi.http.endpoint")).stream())
        .map(PORT::matcher)
        .filter(Matcher::find)
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst();
  }

  private List<ServiceReference<?>> references(String filter) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Collection<String> texts(Object property) {
    if (property instanceof String[] texts) return Arrays.asList(texts);
    if (property instanceof Collection<?> texts)
      return texts.stream().map(String::valueOf).toList();
    return List.of(String.valueOf(property));
  }

  private Optional<String> probe(String url) {
    try {
      var connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
      if (connection instanceof HttpsURLConnection tls) trustOurselves(tls);
      connection.setRequestProperty("Authorization", "Bearer " + probe);
      connection.setConnectTimeout(PROBE_MILLIS);
      connection.setReadTimeout(PROBE_MILLIS);
      int status = connection.getResponseCode();
      String body = body(status < 400 ? connection.getInputStream() : connection.getErrorStream());
      return status == 200 ? Optional.empty() : Optional.of(refusal(status, body));
    } catch (IOException e) {
      return Optional.of("GET /readyz gives no answer: " + e.getMessage());
    }
  }

  /** It is our own port on our own machine, and the certificate is for another name. */
  private static void trustOurselves(HttpsURLConnection tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Ourselves()}, null);
      tls.setSSLSocketFactory(context.getSocketFactory());
      tls.setHostnameVerifier((name, session) -> true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Ourselves extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String refusal(int status, String body) {
    return status == 404
        ? "no bundle has opened the HTTP door; see the log for a component that failed"
        : "GET /readyz answers " + status + " " + body;
  }

  private static String body(InputStream in) throws IOException {
    if (in == null) return "";
    try (in) {
      return new String(in.readNBytes(500), StandardCharsets.UTF_8);
    }
  }
}
