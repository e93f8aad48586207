// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request and its answer, HTTP/1.1 over one connection that ends with it. */
final class Exchange {

  /** Longest body that is taken. */
  static final int MAX_BODY = 4 << 20;

  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_HEAD = 64 << 10;
  private static final int MAX_INTERIM = 8;
  private static final int HEX = 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \\t]*;.*)?");

  private final InputStream in;
  private int head;

  /** What came back, as it came. */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  private Exchange(InputStream in) {
    this.in = in;
  }

  /**
   * Sends and receives.
   *
   * @param request head and body as they go over the wire
   * @throws IOException when the connection fails, or what comes is no HTTP or too much of it
   */
  static Answer over(Socket socket, String method, byte[] request) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(request);
    out.flush();
    return new Exchange(new BufferedInputStream(socket.getInputStream())).answer(method);
  }

  private Answer answer(String method) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      Matcher line = STATUS.matcher(line());
      if (!line.matches()) throw new IOException("it does not speak HTTP/1.1");
      int status = Integer.parseInt(line.group(1));
      Map<String, String> headers = headers();
      boolean interim = status < 200;
      if (interim) continue;
      boolean none = method.equals("HEAD") || status == 204 || status == 304;
      return new Answer(status, headers, none ? new byte[0] : body(headers));
    }
    throw new IOException("it does not come to an answer");
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) throw new IOException("a header is none");
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (!encoding.equalsIgnoreCase("identity"))
      throw new IOException("its answer is packed, which nobody asked for");
    String coding = headers.get("transfer-encoding");
    if (coding != null) {
      if (coding.equalsIgnoreCase("chunked")) return chunks();
      throw new IOException("its transfer encoding is not known");
    }
    String length = headers.get("content-length");
    if (length == null) return read(MAX_BODY, false);
    if (!length.matches("[0-9]{1,9}")) throw new IOException("its length is no number");
    return read(Integer.parseInt(length), true);
  }

  private byte[] read(int length, boolean exact) throws IOException {
    if (length > MAX_BODY) throw tooLong();
    byte[] body = in.readNBytes(length);
    if (exact && body.length < length) throw new IOException("its answer ends too soon");
    if (!exact && in.read() >= 0) throw tooLong();
    return body;
  }

  private static IOException tooLong() {
    return new IOException("its answer is longer than " + (MAX_BODY >> 20) + " MB");
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      head = 0;
      Matcher line = SIZE.matcher(line());
      if (!line.matches()) throw new IOException("a chunk has no size");
      int size = Integer.parseInt(line.group(1), HEX);
      if (size == 0) break;
      if (body.size() + (long) size > MAX_BODY) throw tooLong();
      body.write(read(size, true));
      if (!line().isEmpty()) throw new IOException("a chunk does not end");
    }
    headers();
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new IOException("its answer ends too soon");
      if (line.size() >= MAX_LINE || ++head > MAX_HEAD)
        throw new IOException("its headers are too long");
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
