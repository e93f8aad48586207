// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The class of a bundle that is its skill, as its component's description names it. */
final class SkillType {

  private static final Pattern CLASS =
      Pattern.compile("<implementation\\s+class=\"([\\w.$]{1,300})\"");

  private SkillType() {}

  static String of(SkillBundle bundle) {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bundle.bytes()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().matches("OSGI-INF/[\\w.]+\\.xml")) continue;
        Matcher type = CLASS.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        if (type.find()) return type.group(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw Rejected.because(
        Stage.SERVICE, "service.none", "", "the bundle's component names no class");
  }
}
