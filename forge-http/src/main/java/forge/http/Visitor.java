// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who is at the gate, as far as the gate looks. */
interface Visitor {

  /** What stands behind the question mark; empty when there is nothing. */
  String query();

  /** All headers of that name. */
  List<String> headers(String name);

  /** The address they come from. */
  String address();

  /** The first header of that name. */
  default Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Whoever sent this to a servlet. */
  static Visitor of(HttpServletRequest request) {
    return new Visitor() {
      @Override
      public String query() {
        return Optional.ofNullable(request.getQueryString()).orElse("");
      }

      @Override
      public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
      }

      @Override
      public String address() {
        return request.getRemoteAddr();
      }
    };
  }
}
