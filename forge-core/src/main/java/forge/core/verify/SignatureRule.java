// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Holds a signed bundle to its signature: nothing was added to it afterwards, and nothing changed.
 * Who signed is for the operator to know; one that nobody signed says nothing of itself.
 */
final class SignatureRule implements Rule {

  private static final Pattern SIGNATURE = Pattern.compile("(?i)META-INF/[^/]+\\.SF");
  private static final Pattern OF_IT =
      Pattern.compile("(?i)META-INF/(?:MANIFEST\\.MF|[^/]+\\.(?:SF|RSA|DSA|EC)|SIG-[^/]+)");

  @Override
  public List<Finding> check(SkillBundle bundle) {
    List<Finding> findings = new ArrayList<>();
    try {
      if (isSigned(bundle.bytes()))
        for (String name : unsigned(bundle.bytes()))
          findings.add(wrong(name, "the jar is signed, but not this entry: it was added later"));
    } catch (IOException | SecurityException e) {
      findings.add(wrong("", "the jar is not what was signed: " + e.getMessage()));
    }
    return findings;
  }

  private static boolean isSigned(byte[] jar) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        if (SIGNATURE.matcher(entry.getName()).matches()) return true;
      return false;
    }
  }

  private static List<String> unsigned(byte[] jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        in.transferTo(OutputStream.nullOutputStream());
        if (!entry.isDirectory()
            && !OF_IT.matcher(entry.getName()).matches()
            && entry.getCodeSigners() == null) names.add(entry.getName());
      }
    }
    return names;
  }

  private static Finding wrong(String where, String message) {
    return Finding.error(
        Stage.BUNDLE, "archive.signature", where.replaceAll("[^!-~]", "?"), message);
  }
}
