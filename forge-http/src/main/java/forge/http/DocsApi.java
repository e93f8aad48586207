// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The description of the API, as a page. Everything it needs is in this bundle. */
final class DocsApi {

  private static final String FOLDER = "docs/";
  private static final String PAGE = "index.html";

  private static final Map<String, String> FILES =
      Map.of(
          PAGE,
          "text/html;charset=utf-8",
          "docs.js",
          "text/javascript;charset=utf-8",
          "docs.css",
          "text/css;charset=utf-8",
          "swagger-ui-bundle.js",
          "text/javascript;charset=utf-8",
          "swagger-ui.css",
          "text/css;charset=utf-8",
          "favicon-32x32.png",
          "image/png");

  /**
   * Nothing from anywhere else, and no script but the files above. Images may be data: the style
   * sheet has its icons so.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  Answer page(Exchange exchange) {
    return file(PAGE);
  }

  Answer file(Exchange exchange) {
    String name = exchange.variable();
    if (FILES.containsKey(name) && !name.equals(PAGE)) return file(name);
    throw new ErrorAnswer(404, "unknown_route", "There is no such file; the page is at /docs");
  }

  private static Answer file(String name) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cache-Control", "no-cache");
    try (InputStream in = DocsApi.class.getResourceAsStream(FOLDER + name)) {
      return new Answer(200, FILES.get(name), in.readAllBytes(), headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
