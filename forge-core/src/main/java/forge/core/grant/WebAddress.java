// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request goes, read from the text of a URL in the one way that leaves no room for another
 * reading: ASCII, no user, no address, no fragment, no backslash.
 *
 * @param tls whether it is {@code https}
 * @param host its name, in small letters
 * @param port the one named, or the scheme's
 * @param target path and query
 */
record WebAddress(boolean tls, String host, int port, String target) {

  static final int MAX = 8_192;
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?<host>[A-Za-z0-9.-]++)(?::(?<port>[0-9]{1,5}+))?"
              + "(?<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*+)?"
              + "(?<query>\\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*+)?");

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Reads a URL; empty when it is none of those that may be asked for. */
  static Optional<WebAddress> read(String url) {
    if (url.length() > MAX) return Optional.empty();
    Matcher shape = SHAPE.matcher(url);
    if (!shape.matches() || BAD_PERCENT.matcher(url).find()) return Optional.empty();
    boolean tls = shape.group("scheme").length() == "https".length();
    String host = shape.group("host").toLowerCase(Locale.ROOT);
    if (host.length() > MAX_HOST || !NAME.matcher(host).matches()) return Optional.empty();
    int port = shape.group("port") == null ? standard(tls) : Integer.parseInt(shape.group("port"));
    if (port < 1 || port > MAX_PORT) return Optional.empty();
    String path = shape.group("path") == null ? "/" : shape.group("path");
    String query = shape.group("query") == null ? "" : shape.group("query");
    return Optional.of(new WebAddress(tls, host, port, path + query));
  }

  private static int standard(boolean tls) {
    return tls ? HTTPS : HTTP;
  }

  /** The host as a grant names it: with its port when it is not the scheme's. */
  String authority() {
    return port == standard(tls) ? host : host + ":" + port;
  }
}
