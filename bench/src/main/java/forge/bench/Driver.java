// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the drivers have in common: their command line, and the gateway they are held against. */
final class Driver {

  private Driver() {}

  /** What a driver does with its command line; the answer is the exit code. */
  interface Run {
    int with(Options options) throws IOException;
  }

  /** A gateway to call, and its end. */
  interface Target extends AutoCloseable {
    /** Its base URL. */
    String address();

    @Override
    default void close() {}
  }

  /** Reads the command line and runs; what is wrong with it is said with the usage. */
  static int main(String usage, String[] args, Map<String, String> flags, Run run)
      throws IOException {
    if (List.of(args).contains("--help")) {
      System.out.print(usage);
      return 0;
    }
    Map<String, String> all = new LinkedHashMap<>(flags);
    all.put("--url", "");
    all.put("--out", "");
    all.put("--home", root().resolve("runtime/target/forge").toString());
    all.put("--data", System.getProperty("java.io.tmpdir"));
    Runtime.getRuntime().addShutdownHook(new Thread(Driver::endAll));
    try {
      return run.with(Options.read(args, all));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + usage);
      return 2;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** Gateways and peers do not outlive a driver that is interrupted. */
  private static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** The project's folder, as bench/run says. */
  static Path root() {
    return Path.of(System.getProperty("bench.root", "."));
  }

  /** The gateway that the command line names, or one that is started and ends with it. */
  static Target target(Options options) throws IOException {
    if (options.text("--url").isPresent()) return options.text("--url")::get;
    return start(options);
  }

  /** A gateway of its own. */
  static FreshGateway start(Options options) throws IOException {
    return new FreshGateway(
        Path.of(options.text("--home").orElseThrow()),
        Path.of(options.text("--data").orElseThrow()));
  }
}
