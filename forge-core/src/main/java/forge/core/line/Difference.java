// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.core.data.Json;
import forge.core.pack.Packer;
import forge.make.SkillBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** What differs between two versions of a skill, as unified diff over spec and source. */
final class Difference {

  private Difference() {}

  /** Against nothing, everything is new. */
  static String between(Optional<SkillBundle> before, SkillBundle after) {
    String from = before.map(SkillBundle::version).orElse("none");
    String spec =
        file(
            "spec.json",
            from,
            after.version(),
            before.map(Packer::spec).map(Json::pretty).orElse(""),
            Json.pretty(Packer.spec(after)));
    return spec
        + file(
            "source",
            from,
            after.version(),
            before.map(Packer::source).orElse(""),
            Packer.source(after));
  }

  private static String file(String name, String from, String to, String before, String after) {
    RawText a = new RawText(before.getBytes(StandardCharsets.UTF_8));
    RawText b = new RawText(after.getBytes(StandardCharsets.UTF_8));
    EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, a, b);
    if (edits.isEmpty()) return "";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(edits, a, b);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--- "
        + name
        + " "
        + from
        + "\n+++ "
        + name
        + " "
        + to
        + "\n"
        + out.toString(StandardCharsets.UTF_8);
  }
}
