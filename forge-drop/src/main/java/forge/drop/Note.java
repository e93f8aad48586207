// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import forge.make.Finding;
import forge.make.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code <file>.error.txt}, which lies beside a file that was refused and says why. */
final class Note {

  private static final Logger LOG = LoggerFactory.getLogger(Note.class);
  private static final String END = ".error.txt";

  private final Path file;

  Note(Path file) {
    this.file = file;
  }

  private Path path() {
    return file.resolveSibling(file.getFileName() + END);
  }

  /** Deletes the notes of a folder whose files are not there any more. */
  static void clearOf(Path folder) throws IOException {
    try (var notes = Files.newDirectoryStream(folder, "*" + END)) {
      for (Path note : notes) {
        String name = note.getFileName().toString();
        Path file = note.resolveSibling(name.substring(0, name.length() - END.length()));
        if (Kind.of(file).isPresent() && Look.at(file).isEmpty()) Files.deleteIfExists(note);
      }
    }
  }

  /** Writes it, whole or not at all. */
  void write(Rejected why) {
    StringBuilder text = new StringBuilder(file.getFileName() + " was refused:\n\n");
    for (Finding finding : why.findings()) text.append(told(finding)).append('\n');
    text.append("\nNothing that is in service has changed. Mend the file and save it; this note\n")
        .append("goes when it is accepted.\n");
    Path part = file.resolveSibling("." + file.getFileName() + END + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}", path(), e.toString());
    }
  }

  static String told(Finding finding) {
    String where = finding.where().isEmpty() ? "" : finding.where() + ": ";
    String line = finding.lineText().isBlank() ? "" : "\n    " + finding.lineText().strip();
    return where + finding.message() + line;
  }

  /** All that is wrong, on one line. */
  static String line(List<Finding> findings) {
    return String.join(
        "; ", findings.stream().map(finding -> told(finding).replaceAll("\\s+", " ")).toList());
  }

  void clear() {
    try {
      Files.deleteIfExists(path());
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", path(), e.toString());
    }
  }
}
