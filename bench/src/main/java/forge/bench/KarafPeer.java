// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Apache Karaf, and a bundle with a servlet that is replaced in its deploy folder. The bundle is
 * built before the clock starts: only what Karaf does with it counts.
 */
final class KarafPeer implements Changeable {

  private static final int PATIENCE_SECONDS = 120;
  private static final String TYPE = "peer/Activator";
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: peer
      Bundle-Version: 1.0.%d
      Bundle-Activator: peer.Activator
      Import-Package: javax.servlet,javax.servlet.http,org.osgi.framework,com.google.gson

      """;

  private final Path home = Driver.root().resolve("bench/peers/target/karaf");
  private final int port = freePort();
  private final Process process;
  private final BareJavac javac;

  /** Starts it with what {@code bench/peers/karaf} unpacked, and waits until it listens. */
  KarafPeer(int pollMillis) throws IOException {
    if (!Files.exists(home)) throw new IllegalStateException("run bench/peers/karaf first");
    for (String folder : List.of("data", "deploy"))
      if (Files.exists(home.resolve(folder))) Growth.remove(home.resolve(folder));
    Files.createDirectories(home.resolve("data/tmp"));
    Files.createDirectories(home.resolve("deploy"));
    Files.writeString(
        home.resolve("etc/org.ops4j.pax.web.cfg"), "org.osgi.service.http.port=" + port + "\n");
    Path install = home.resolve("etc/org.apache.felix.fileinstall-deploy.cfg");
    String poll = "felix.fileinstall.poll = " + pollMillis;
    Files.writeString(
        install, Files.readString(install).replaceFirst("felix.fileinstall.poll +=.*", poll));
    ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/karaf").toString(), "server");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true).redirectOutput(home.resolve("data/console").toFile());
    process = builder.start();
    try {
      awaitServer();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    Path gson = library(Path.of("bench/peers/target/lib"), "gson-");
    Files.copy(gson, home.resolve("deploy").resolve(gson.getFileName()));
    javac = new BareJavac(classPath(gson));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }

  private void awaitServer() {
    Client client = new Client(address());
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < until && process.isAlive()) {
      try {
        TimeUnit.MILLISECONDS.sleep(200);
        client.post(path(), Map.of());
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException e) {
        // It does not listen yet.
      }
    }
    throw new IllegalStateException("Karaf did not start; see " + home.resolve("data/console"));
  }

  private List<Path> classPath(Path gson) throws IOException {
    Path framework = library(Path.of("bench/target/lib"), "org.apache.felix.framework-");
    try (Stream<Path> files = Files.walk(home.resolve("repository/jakarta/servlet"))) {
      List<Path> path = new ArrayList<>(List.of(gson, framework));
      files.filter(file -> file.toString().endsWith(".jar")).forEach(path::add);
      return path;
    }
  }

  private static Path library(Path folder, String start) throws IOException {
    try (Stream<Path> files = Files.list(Driver.root().resolve(folder))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + start + "*.jar in " + folder));
    }
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public String path() {
    return "/call";
  }

  /** Makes the bundle of a variant, to be deployed by {@link #change}. */
  @Override
  public void prepare(Variant variant) throws IOException {
    String source = SOURCE.replace("BODY", variant.body());
    try (OutputStream out = Files.newOutputStream(home.resolve("peer.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      entry(jar, "META-INF/MANIFEST.MF", bytes(MANIFEST.formatted(variant.number())));
      for (var type : javac.compile(TYPE + ".java", source).entrySet())
        entry(jar, type.getKey().replace('.', '/') + ".class", type.getValue());
    }
  }

  @Override
  public void change(Variant variant) throws IOException {
    Files.move(
        home.resolve("peer.jar"),
        home.resolve("deploy/peer.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  private static final String SOURCE =
      """
      package peer;
      import java.util.*;
      import java.util.stream.*;
      import javax.servlet.Servlet;
      import javax.servlet.http.*;
      import org.osgi.framework.*;
      public final class Activator extends HttpServlet implements BundleActivator {
        public static final class Question { String text; int most; }
        private final com.google.gson.Gson gson = new com.google.gson.Gson();
        public void start(BundleContext context) {
          Hashtable<String, Object> properties = new Hashtable<>();
          properties.put("osgi.http.whiteboard.servlet.pattern", "/call");
          context.registerService(Servlet.class, this, properties);
        }
        public void stop(BundleContext context) {}
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
          Question question = gson.fromJson(request.getReader(), Question.class);
          byte[] json = gson.toJson(call(question.text, question.most)).getBytes("UTF-8");
          response.setContentType("application/json");
          response.setContentLength(json.length);
          response.getOutputStream().write(json);
        }
        private static Object call(String text, int most) {
      BODY
        }
      }
      """;
}
