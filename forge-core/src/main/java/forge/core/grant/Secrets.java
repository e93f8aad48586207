// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Failure;
import forge.api.Refusal;
import forge.core.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code store/secrets.json}: values by name, which the operator writes and no skill sees. Read
 * again when it has changed.
 */
final class Secrets {

  static final String FILE = "store/secrets.json";

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{6,4094}[\\x21-\\x7e]");
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private FileStamp stamp = FileStamp.NONE;
  private Map<String, String> values = Map.of();
  private String fault = "";

  Secrets(Path data) {
    this.file = data.resolve(FILE);
  }

  /**
   * The value.
   *
   * @throws Refusal when there is none; the message tells what the operator has to do
   */
  synchronized String value(String name) {
    FileStamp now = FileStamp.of(file);
    if (!now.equals(stamp)) read(now);
    String value = values.get(name);
    if (value != null) return value;
    throw new Refusal(
        Failure.DENIED,
        "the operator has given no secret "
            + name
            + (fault.isEmpty() ? "; it belongs into " + FILE : ": " + fault),
        List.of());
  }

  private void read(FileStamp now) {
    stamp = now;
    values = Map.of();
    fault = "";
    if (now.equals(FileStamp.NONE)) return;
    try {
      if (isOpenToOthers()) throw new IOException(FILE + " is open to others; chmod 600");
      values = Map.copyOf(values((Map<?, ?>) Json.read(Files.readString(file))));
    } catch (IOException e) {
      fault = FILE + " cannot be used; the log tells why";
      LOG.error("No secret can be used: {}", e.toString());
    } catch (RuntimeException e) {
      fault = FILE + " is damaged";
      LOG.error("No secret can be used: {} is no JSON object of names and texts", FILE);
    }
  }

  private boolean isOpenToOthers() throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
  }

  private static Map<String, String> values(Map<?, ?> plain) {
    Map<String, String> values = new HashMap<>();
    plain.forEach(
        (name, value) -> {
          if (value instanceof String text && VALUE.matcher(text).matches())
            values.put(name.toString(), text);
          else LOG.error("The secret {} is left out: a value is 8 to 4096 printable ASCII", name);
        });
    return values;
  }
}
