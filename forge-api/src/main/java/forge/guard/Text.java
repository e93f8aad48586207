// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;

/** What multiplies text, or searches one text in another, with a look at the sizes before. */
public final class Text {

  private static final int MAX_WIDTH = 100_000;

  /** Steps of a search that no poll interrupts: some milliseconds. */
  private static final long MAX_STEPS = 200_000_000;

  private Text() {}

  private static void room(long chars) {
    Check.room(2 * chars);
  }

  private static int length(CharSequence text) {
    return text == null ? 4 : text.length();
  }

  private static void search(CharSequence text, CharSequence wanted) {
    long steps = (long) text.length() * wanted.length();
    if (steps > MAX_STEPS && wanted.length() > 16)
      throw Check.tooMuch("a search for a long text in a long text");
    Guard.poll();
  }

  /** As in String. */
  public static String repeat(String text, int count) {
    room((long) text.length() * Math.max(0, count));
    return text.repeat(count);
  }

  /** As in String. */
  public static String concat(String text, String other) {
    room((long) text.length() + other.length());
    return text.concat(other);
  }

  /** As in String. */
  public static String indent(String text, int count) {
    room(text.length() * (1L + Math.max(0, count)));
    return text.indent(count);
  }

  /** As in String. */
  public static String replace(String text, CharSequence wanted, CharSequence other) {
    search(text, wanted);
    long most = text.length() / Math.max(1, wanted.length()) + 1L;
    if (most * other.length() > Check.MAX_BYTES) {
      long times = count(text, wanted.toString());
      room(text.length() + times * other.length());
    }
    return text.replace(wanted, other);
  }

  private static long count(String text, String wanted) {
    if (wanted.isEmpty()) return text.length() + 1L;
    long times = 0;
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length()))
      times++;
    return times;
  }

  /** As in String. */
  public static int indexOf(String text, String wanted) {
    search(text, wanted);
    return text.indexOf(wanted);
  }

  /** As in String. */
  public static int indexOf(String text, String wanted, int from) {
    search(text, wanted);
    return text.indexOf(wanted, from);
  }

  /** As in String. */
  public static int lastIndexOf(String text, String wanted) {
    search(text, wanted);
    return text.lastIndexOf(wanted);
  }

  /** As in String. */
  public static int lastIndexOf(String text, String wanted, int from) {
    search(text, wanted);
    return text.lastIndexOf(wanted, from);
  }

  /** As in String. */
  public static boolean contains(String text, CharSequence wanted) {
    search(text, wanted);
    return text.contains(wanted);
  }

  /** As in StringBuilder. */
  public static int indexOf(StringBuilder text, String wanted) {
    search(text, wanted);
    return text.indexOf(wanted);
  }

  /** As in StringBuilder. */
  public static int indexOf(StringBuilder text, String wanted, int from) {
    search(text, wanted);
    return text.indexOf(wanted, from);
  }

  /** As in StringBuilder. */
  public static int lastIndexOf(StringBuilder text, String wanted) {
    search(text, wanted);
    return text.lastIndexOf(wanted);
  }

  /** As in StringBuilder. */
  public static int lastIndexOf(StringBuilder text, String wanted, int from) {
    search(text, wanted);
    return text.lastIndexOf(wanted, from);
  }

  /** As in String. */
  @Routed(String.class)
  public static String join(CharSequence between, CharSequence... parts) {
    long chars = (long) between.length() * parts.length;
    for (CharSequence part : parts) chars += length(part);
    room(chars);
    return String.join(between, parts);
  }

  /** As in String. */
  @Routed(String.class)
  public static String join(CharSequence between, Iterable<? extends CharSequence> parts) {
    StringBuilder out = new StringBuilder();
    Iterator<? extends CharSequence> all = parts.iterator();
    while (all.hasNext()) {
      append(out, all.next());
      if (all.hasNext()) append(out, between);
    }
    return out.toString();
  }

  /** As in String. */
  @Routed(String.class)
  public static String format(String format, Object... values) {
    return String.format(formattable(format, values), values);
  }

  /** As in String. */
  @Routed(String.class)
  public static String format(Locale locale, String format, Object... values) {
    return String.format(locale, formattable(format, values), values);
  }

  /** As in String. */
  public static String formatted(String format, Object... values) {
    return formattable(format, values).formatted(values);
  }

  /** Widths and precisions are numbers in the format; each argument may be shown many times. */
  private static String formattable(String format, Object[] values) {
    int marks = 0;
    int number = 0;
    long widths = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%') marks++;
      number = c >= '0' && c <= '9' ? Math.min(number * 10 + c - '0', 1 << 24) : 0;
      if (number > MAX_WIDTH) throw Check.tooMuch("a format with a width over " + MAX_WIDTH);
      widths += number;
    }
    long chars = widths;
    if (values != null)
      for (Object value : values) {
        Walk.over(value);
        if (value instanceof CharSequence text) chars += (long) marks * text.length();
      }
    room(chars);
    return format;
  }

  /** As in String. */
  @Routed(String.class)
  public static String valueOf(Object value) {
    return String.valueOf(Walk.over(value));
  }

  /** As in Object. */
  public static String toString(Object value) {
    return Objects.requireNonNull(Walk.over(value)).toString();
  }

  /** As in Object. */
  public static int hashCode(Object value) {
    return Objects.requireNonNull(Walk.over(value)).hashCode();
  }

  /** As in Object. */
  public static boolean equals(Object value, Object other) {
    Walk.over(other);
    return Objects.requireNonNull(Walk.over(value)).equals(other);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, String text) {
    room((long) out.length() + length(text));
    return out.append(text);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, Object value) {
    return append(out, String.valueOf(Walk.over(value)));
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, CharSequence text) {
    room((long) out.length() + length(text));
    return out.append(text);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, StringBuffer text) {
    room((long) out.length() + length(text));
    return out.append(text);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, CharSequence text, int from, int to) {
    room((long) out.length() + to - from);
    return out.append(text, from, to);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, char[] text) {
    room((long) out.length() + text.length);
    return out.append(text);
  }

  /** As in StringBuilder. */
  public static StringBuilder append(StringBuilder out, char[] text, int from, int length) {
    room((long) out.length() + length);
    return out.append(text, from, length);
  }

  /** As in StringBuilder. */
  public static StringBuilder insert(StringBuilder out, int at, String text) {
    room((long) out.length() + length(text));
    return out.insert(at, text);
  }

  /** As in StringBuilder. */
  public static StringBuilder insert(StringBuilder out, int at, Object value) {
    return insert(out, at, String.valueOf(Walk.over(value)));
  }

  /** As in StringBuilder. */
  public static StringBuilder insert(StringBuilder out, int at, CharSequence text) {
    room((long) out.length() + length(text));
    return out.insert(at, text);
  }

  /** As in StringBuilder. */
  public static StringBuilder insert(StringBuilder out, int at, char[] text) {
    room((long) out.length() + text.length);
    return out.insert(at, text);
  }

  /** As in StringBuilder. */
  public static StringBuilder replace(StringBuilder out, int from, int to, String text) {
    room((long) out.length() + text.length());
    return out.replace(from, to, text);
  }

  /** As in StringBuffer. */
  public static StringBuffer append(StringBuffer out, String text) {
    room((long) out.length() + length(text));
    return out.append(text);
  }

  /** As in StringBuffer. */
  public static StringBuffer append(StringBuffer out, Object value) {
    return append(out, String.valueOf(Walk.over(value)));
  }

  /** As in StringBuffer. */
  public static StringBuffer append(StringBuffer out, CharSequence text) {
    room((long) out.length() + length(text));
    return out.append(text);
  }

  /** As in StringBuffer. */
  public static StringBuffer append(StringBuffer out, char[] text) {
    room((long) out.length() + text.length);
    return out.append(text);
  }

  /** As in StringBuffer. */
  public static StringBuffer insert(StringBuffer out, int at, String text) {
    room((long) out.length() + length(text));
    return out.insert(at, text);
  }

  /** As in StringJoiner. */
  public static StringJoiner add(StringJoiner out, CharSequence text) {
    room((long) out.length() + length(text));
    return out.add(text);
  }

  /** Shown in the skill's log, one line and no more. */
  public static void printStackTrace(Throwable e) {
    SkillThread.current().allowance.log(e.toString());
  }
}
