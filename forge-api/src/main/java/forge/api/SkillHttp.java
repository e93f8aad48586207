// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The web, as far as the skill's {@code http} grants go: exact hosts, with the methods granted.
 *
 * <p>Redirects are answers like others; whoever follows one sends another request, which is held
 * against the grants again.
 */
@ProviderType
public interface SkillHttp {

  /** GET without headers of its own. */
  HttpReply get(String url);

  /**
   * Sends one request and waits for the whole answer.
   *
   * @param method GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS
   * @param url {@code http} or {@code https}, a host by its name, ASCII; anything else
   *     percent-encoded
   * @param headers by name; {@code {secret:NAME}} in a value stands for a secret that was granted
   *     for this host
   * @param body null for none; text and bytes are sent as they are, maps and lists as JSON
   * @throws Refusal {@link Failure#DENIED} without a grant; {@link Failure#SKILL_ERROR} when no
   *     answer comes
   */
  HttpReply send(String method, String url, Map<String, String> headers, Object body);
}
