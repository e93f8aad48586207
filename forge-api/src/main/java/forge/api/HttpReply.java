// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What a server answered. Secrets that the request carried are blotted out. */
@ProviderType
public interface HttpReply {

  /** The status code, e.g. 200; also 404 and 500 are answers. */
  int status();

  /** The headers, names in lower case; values of one name are joined by a comma. */
  Map<String, String> headers();

  /** The body as it came. */
  byte[] bytes();

  /** The body as text, in the charset that the answer names, else UTF-8. */
  String text();

  /**
   * The body, read as JSON: maps, lists, text, numbers, booleans, null.
   *
   * @throws Refusal when it is none
   */
  Object json();
}
