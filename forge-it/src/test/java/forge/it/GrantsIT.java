// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.testkit.ForgeFramework;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Grants of skills that run in the gateway's own process. */
class GrantsIT extends GrantsCases {

  @RegisterExtension static final ForgeFramework FORGE = product();

  @Override
  ForgeFramework forge() {
    return FORGE;
  }
}
