// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
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
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final int PROBE_MILLIS = 2_000;
  private static final int MOST_OF_AN_ANSWER = 4_000;
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
    return probe(port.getAsInt());
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

  /** By a plain socket: an HTTP client would take longer to load than the answer to come. */
  private Optional<String> probe(int port) {
    String authority = settings.address(port).replaceFirst(".*//", "");
    String host = authority.substring(0, authority.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    String request =
        "GET /readyz HTTP/1.0\r\nHost: "
            + authority
            + "\r\nAuthorization: Bearer "
            + probe
            + "\r\n\r\n";
    try (Socket socket = socket()) {
      socket.setSoTimeout(PROBE_MILLIS);
      socket.connect(new InetSocketAddress(host, port), PROBE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(MOST_OF_AN_ANSWER);
      return refusal(new String(answer, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.of("GET /readyz gives no answer: " + e.getMessage());
    }
  }

  private Socket socket() throws IOException {
    return settings.tls() ? trustingOurselves().createSocket() : new Socket();
  }

  /** It is our own port on our own machine, and the certificate is for another name. */
  private static SSLSocketFactory trustingOurselves() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Ourselves()}, null);
      return context.getSocketFactory();
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

  /** What an answer lacks. */
  private static Optional<String> refusal(String answer) {
    Matcher status = STATUS.matcher(answer);
    if (!status.lookingAt()) return Optional.of("GET /readyz answers no HTTP: " + answer);
    return switch (status.group(1)) {
      case "200" -> Optional.empty();
      case "404" ->
          Optional.of(
              "no bundle has opened the HTTP door; see the log for a component that failed");
      default -> {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        yield Optional.of("GET /readyz answers " + status.group(1) + " " + body);
      }
    };
  }
}
