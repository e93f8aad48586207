// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.BAD_SETTING;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a gateway is started with: flags first, then the environment, then defaults.
 *
 * @param port where it listens; 0: a free one
 * @param host the address it binds to
 * @param data the folder of everything it keeps, absolute
 * @param quiet whether the log goes to its file only
 * @param others what bundles are told beside, by framework property; what is not given is not there
 */
public record Settings(
    int port, String host, Path data, boolean quiet, Map<String, String> others) {

  /** The framework property of the key store's file; with one, the gateway speaks TLS. */
  static final String KEYSTORE = "forge.keystore";

  /** What opens it. */
  static final String KEYSTORE_PASSWORD = "forge.keystore.password";

  private static final int MAX_PORT = 65_535;
  private static final List<String> FLAGS = List.of("--port", "--host", "--data");

  /** The one number that may be 0. */
  private static final String COMPILERS = "FORGE_COMPILERS";

  /** Numbers that the environment may give; whoever reads the property has the default. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "FORGE_IDLE",
          "forge.idle",
          "FORGE_RESIDENTS",
          "forge.residents",
          "FORGE_APPROVAL",
          "forge.approval",
          "FORGE_CONNECTIONS",
          "forge.connections",
          "FORGE_WORKERS",
          "forge.workers",
          "FORGE_SPARES",
          "forge.spares",
          COMPILERS,
          "forge.compilers");

  /** Texts that it may give. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "FORGE_NAMES",
          "forge.names",
          "FORGE_ISOLATE",
          "forge.isolate",
          "FORGE_HTTP_PRIVATE",
          "forge.http.private",
          "FORGE_KEYSTORE",
          KEYSTORE,
          "FORGE_KEYSTORE_PASSWORD",
          KEYSTORE_PASSWORD);

  private static final long MAX_LIMIT = 1_000_000_000;

  /** Checks everything but the data folder, which {@link DataFolder} does. */
  public Settings {
    if (port < 0 || port > MAX_PORT) throw badPort(Integer.toString(port));
    host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    address(host);
    data = data.toAbsolutePath().normalize();
    others = Map.copyOf(others);
  }

  /**
   * Reads flags ({@code --port 0} or {@code --port=0}) over {@code FORGE_PORT}, {@code FORGE_HOST},
   * {@code FORGE_DATA}, and all else from the environment alone, e.g. {@code FORGE_IDLE}.
   *
   * @throws StartFailure naming what is wrong
   */
  public static Settings read(List<String> args, Map<String, String> environment) {
    Map<String, String> given = new TreeMap<>();
    for (String flag : FLAGS) {
      String value = environment.getOrDefault("FORGE_" + flag.substring(2).toUpperCase(), "");
      if (!value.isBlank()) given.put(flag, value.strip());
    }
    boolean quiet = readFlags(args.iterator(), given);
    return new Settings(
        port(given.getOrDefault("--port", "8000")),
        given.getOrDefault("--host", "127.0.0.1"),
        path(given.getOrDefault("--data", "./data")),
        quiet,
        others(environment));
  }

  private static Map<String, String> others(Map<String, String> environment) {
    Map<String, String> others = new TreeMap<>();
    LIMITS.forEach(
        (variable, property) -> {
          String value = environment.getOrDefault(variable, "").strip();
          if (!value.isEmpty()) others.put(property, Long.toString(limit(variable, value)));
        });
    TEXTS.forEach(
        (variable, property) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isBlank()) others.put(property, value);
        });
    if (others.containsKey(KEYSTORE))
      others.put(KEYSTORE, keyStore(others.get(KEYSTORE)).toString());
    return others;
  }

  private static Path keyStore(String text) {
    Path file = path(text).toAbsolutePath();
    if (Files.isReadable(file) && Files.isRegularFile(file)) return file;
    throw bad("FORGE_KEYSTORE names no file that can be read: " + file);
  }

  private static long limit(String variable, String text) {
    int least = variable.equals(COMPILERS) ? 0 : 1;
    if (text.matches("[0-9]{1,10}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= MAX_LIMIT) return number;
    }
    throw bad(
        variable + " must be a whole number from " + least + " to " + MAX_LIMIT + ", got: " + text);
  }

  private static boolean readFlags(Iterator<String> args, Map<String, String> given) {
    boolean quiet = false;
    while (args.hasNext()) {
      String arg = args.next();
      int equals = arg.indexOf('=');
      String flag = equals < 0 ? arg : arg.substring(0, equals);
      if (arg.equals("--quiet")) quiet = true;
      else if (!FLAGS.contains(flag)) throw bad("Unknown argument '" + arg + "'; known: " + FLAGS);
      else if (equals >= 0) given.put(flag, arg.substring(equals + 1));
      else if (args.hasNext()) given.put(flag, args.next());
      else throw bad(flag + " needs a value");
    }
    return quiet;
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw badPort(text);
    }
  }

  private static StartFailure badPort(String text) {
    return bad("The port must be a number from 0 (a free one) to " + MAX_PORT + ", got: " + text);
  }

  private static Path path(String text) {
    if (text.isBlank()) throw bad("The data folder has no name; give one with --data FOLDER");
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw bad("The data folder is not a path: " + e.getMessage());
    }
  }

  private static InetAddress address(String host) {
    if (host.isBlank()) throw bad("The host has no name; leave it out for 127.0.0.1");
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw bad("The host '" + host + "' is not known; use 127.0.0.1");
    }
  }

  /** Whether programs of other machines can reach it. */
  boolean listensToOthers() {
    return !address(host).isLoopbackAddress();
  }

  /** Whether it speaks TLS. */
  boolean tls() {
    return others.containsKey(KEYSTORE);
  }

  private static StartFailure bad(String message) {
    return new StartFailure(BAD_SETTING, message);
  }

  /** The base URL, for this machine, of a gateway with these settings that listens on a port. */
  String address(int boundPort) {
    String name = host;
    if (address(host).isAnyLocalAddress()) name = host.contains(":") ? "::1" : "127.0.0.1";
    return (tls() ? "https://" : "http://")
        + (name.contains(":") ? "[" + name + "]" : name)
        + ":"
        + boundPort;
  }
}
