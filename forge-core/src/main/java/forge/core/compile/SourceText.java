// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.make.Rejected;
import forge.make.SourceSet;
import forge.make.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** One source file, which knows what is on which line. */
final class SourceText {
  private static final int SHOWN = 200;
  private static final String CUT = "…";
  private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*\\.java");

  private final String file;
  private final String text;
  private final int[] lineStarts;

  /** A file of that simple name; a byte order mark is no part of its text. */
  SourceText(String file, String text) {
    this.file = file;
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    this.lineStarts = lineStarts(this.text);
  }

  /**
   * The files of a source set.
   *
   * @throws Rejected when one has a name that no class can have, or text that no compiler is given
   */
  static List<SourceText> of(SourceSet source) {
    List<SourceText> all =
        source.files().entrySet().stream()
            .map(entry -> new SourceText(checked(entry.getKey()), entry.getValue()))
            .toList();
    Shape.check(all);
    return all;
  }

  private static String checked(String file) {
    if (FILE_NAME.matcher(file).matches()) return file;
    throw Rejected.because(
        Stage.CLASSES,
        "compiler.file.name",
        file,
        "a source file is named after the class in it, e.g. Words.java");
  }

  String file() {
    return file;
  }

  String text() {
    return text;
  }

  /** The name of the class that the file is named after. */
  String className() {
    return file.substring(0, file.length() - ".java".length());
  }

  /** {@code File.java:line:column}, both from 1, of a place in the text. */
  String place(int offset) {
    int line = line(offset);
    return file + ":" + (line + 1) + ":" + (column(offset, line) + 1);
  }

  /** The line of a place in the text; of a long line, what is around the place. */
  String excerpt(int offset) {
    int line = line(offset);
    String whole = text.substring(lineStarts[line], lineEnd(line));
    if (whole.length() <= SHOWN) return whole;
    int from = Math.max(0, column(offset, line) - SHOWN / 2);
    int to = Math.min(whole.length(), from + SHOWN);
    return (from > 0 ? CUT : "") + whole.substring(from, to) + (to < whole.length() ? CUT : "");
  }

  /** Where in an {@link #excerpt} the column (from 1) of its line is, from 0. */
  static int indexOf(int column, String excerpt) {
    boolean cut = excerpt.startsWith(CUT) && column - 1 > SHOWN / 2;
    return cut ? CUT.length() + SHOWN / 2 : column - 1;
  }

  private int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** A place behind the end of the line is shown at its end. */
  private int column(int offset, int line) {
    return Math.max(0, Math.min(offset, lineEnd(line)) - lineStarts[line]);
  }

  private int lineEnd(int line) {
    int end = line + 1 < lineStarts.length ? lineStarts[line + 1] : text.length();
    while (end > lineStarts[line] && isBreak(text.charAt(end - 1))) end--;
    return end;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[(int) text.chars().filter(SourceText::isBreak).count() + 1];
    int lines = 1;
    for (int i = 0; i < text.length(); i++)
      if (isBreak(text.charAt(i)) && !text.startsWith("\r\n", i)) starts[lines++] = i + 1;
    return Arrays.copyOf(starts, lines);
  }

  private static boolean isBreak(int c) {
    return c == '\n' || c == '\r';
  }
}
