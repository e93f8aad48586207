// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a gateway is.
 *
 * @param url its base URL without a slash at the end
 * @param origin who says so, for messages
 */
record Address(String url, String origin) {

  private static final String DEFAULT = "http://127.0.0.1:8000";

  /**
   * The address that the option {@code --gateway} names, or else the environment, or else the
   * gateway that runs on the local data folder, or else the usual one.
   *
   * @throws Ended when what is named is no address
   */
  static Address of(Arguments arguments, Map<String, String> environment) {
    Optional<String> option = arguments.value("gateway");
    if (option.isPresent()) return new Address(checked(option.get(), "--gateway"), "--gateway");
    String variable = environment.getOrDefault("GATEWAY_URL", "").strip();
    if (!variable.isEmpty() && !arguments.has("data"))
      return new Address(checked(variable, "GATEWAY_URL"), "GATEWAY_URL");
    String data = arguments.value("data").orElse(environment.getOrDefault("FORGE_DATA", ""));
    return ofFolder(data.isEmpty() ? "data" : data)
        .orElse(new Address(DEFAULT, "the default address"));
  }

  /** A gateway that is ready leaves its address in its data folder. */
  private static Optional<Address> ofFolder(String data) {
    try {
      Path notice = Path.of(data).resolve("run/gateway.json");
      String url = Json.text(Json.read(Files.readString(notice)).getAsJsonObject(), "address");
      return url.isEmpty() ? Optional.empty() : Optional.of(new Address(url, notice.toString()));
    } catch (InvalidPathException e) {
      throw Ended.wrong("the data folder '" + data + "' is no path");
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static String checked(String text, String origin) {
    String url = text.strip().contains("://") ? text.strip() : "http://" + text.strip();
    while (url.endsWith("/")) url = url.substring(0, url.length() - 1);
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme());
      boolean isWeb = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (isWeb && uri.getHost() != null && uri.getPort() < 65536) return url;
    } catch (URISyntaxException e) {
      // told below, with those of another kind
    }
    throw Ended.wrong(origin + " is no address of a gateway: '" + text + "'; say e.g. " + DEFAULT);
  }
}
