// SPDX-License-Identifier: Apache-2.0
package forge.core.audit;

import java.io.IOException;
import java.nio.file.Path;

/** Audit trails for the tests of others. */
public final class Trails {

  private Trails() {}

  /** The trail in a folder. */
  public static AuditLog in(Path folder) throws IOException {
    return new AuditLog(folder, 1 << 20);
  }
}
