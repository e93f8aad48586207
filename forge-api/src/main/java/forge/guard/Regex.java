// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Regular expressions over text that polls as it is read, so that a match that backtracks without
 * end can be ended.
 */
public final class Regex {

  private static final int MAX_PATTERN = 20_000;
  private static final long MAX_COUNTS = 1_000_000;
  private static final String META = "\\[](){}.*+?^$|#";

  private Regex() {}

  /** Text that polls. */
  private static final class Polling implements CharSequence {
    private static final int POLL = 0x3ff;

    private final String text;
    private int read;

    Polling(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if ((++read & POLL) == 0) Guard.poll();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.substring(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static CharSequence polling(CharSequence text) {
    return text instanceof Polling ? text : new Polling(text.toString());
  }

  /** A pattern that counts to a billion in itself never reads its text. */
  private static String sane(String regex) {
    if (regex.length() > MAX_PATTERN) throw Check.tooMuch("a pattern of over 20000 characters");
    long product = 1;
    for (int at = regex.indexOf('{'); at >= 0; at = regex.indexOf('{', at + 1)) {
      long count = 0;
      long greatest = 1;
      int i = at + 1;
      for (;
          i < regex.length() && (Character.isDigit(regex.charAt(i)) || regex.charAt(i) == ',');
          i++) {
        count = regex.charAt(i) == ',' ? 0 : Math.min(count * 10 + regex.charAt(i) - '0', 1L << 40);
        greatest = Math.max(greatest, count);
      }
      if (i < regex.length() && regex.charAt(i) == '}') product = product * greatest;
      if (product > MAX_COUNTS) throw Check.tooMuch("a pattern whose counts multiply to millions");
    }
    return regex;
  }

  /** As in Pattern. */
  @Routed(Pattern.class)
  public static Pattern compile(String regex) {
    return Pattern.compile(sane(regex));
  }

  /** As in Pattern. */
  @Routed(Pattern.class)
  public static Pattern compile(String regex, int flags) {
    if ((flags & Pattern.CANON_EQ) != 0)
      throw new IllegalArgumentException("CANON_EQ is not open to skills");
    return Pattern.compile(sane(regex), flags);
  }

  /** As in Pattern. */
  @Routed(Pattern.class)
  public static boolean matches(String regex, CharSequence text) {
    return compile(regex).matcher(polling(text)).matches();
  }

  /** As in Pattern. */
  public static Matcher matcher(Pattern pattern, CharSequence text) {
    return pattern.matcher(polling(text));
  }

  /** As in Matcher. */
  public static Matcher reset(Matcher matcher, CharSequence text) {
    return matcher.reset(polling(text));
  }

  /** As in Pattern. */
  public static String[] split(Pattern pattern, CharSequence text) {
    return split(pattern, text, 0);
  }

  /** As in Pattern. */
  public static String[] split(Pattern pattern, CharSequence text, int limit) {
    return pattern.split(polling(text), limit);
  }

  /** As in Pattern. */
  public static Stream<String> splitAsStream(Pattern pattern, CharSequence text) {
    return pattern.splitAsStream(polling(text));
  }

  /** As in Pattern. */
  public static Predicate<String> asPredicate(Pattern pattern) {
    return text -> pattern.matcher(polling(text)).find();
  }

  /** As in Pattern. */
  public static Predicate<String> asMatchPredicate(Pattern pattern) {
    return text -> pattern.matcher(polling(text)).matches();
  }

  /** As in String. */
  public static boolean matches(String text, String regex) {
    return compile(regex).matcher(polling(text)).matches();
  }

  /** As in String. */
  public static String[] split(String text, String regex) {
    return split(text, regex, 0);
  }

  /** As in String. */
  public static String[] split(String text, String regex, int limit) {
    Guard.poll();
    if (regex.length() == 1 && META.indexOf(regex.charAt(0)) < 0) return text.split(regex, limit);
    return compile(regex).split(polling(text), limit);
  }

  /** As in String. */
  public static String replaceAll(String text, String regex, String other) {
    return replaceAll(compile(regex).matcher(polling(text)), other);
  }

  /** As in String. */
  public static String replaceFirst(String text, String regex, String other) {
    return replaceFirst(compile(regex).matcher(polling(text)), other);
  }

  /** As in Matcher. */
  public static String replaceAll(Matcher matcher, String other) {
    return replaced(matcher, match -> other, Integer.MAX_VALUE);
  }

  /** As in Matcher. */
  public static String replaceAll(Matcher matcher, Function<MatchResult, String> other) {
    return replaced(matcher, other, Integer.MAX_VALUE);
  }

  /** As in Matcher. */
  public static String replaceFirst(Matcher matcher, String other) {
    return replaced(matcher, match -> other, 1);
  }

  /** As in Matcher. */
  public static String replaceFirst(Matcher matcher, Function<MatchResult, String> other) {
    return replaced(matcher, other, 1);
  }

  private static String replaced(Matcher matcher, Function<MatchResult, String> other, int times) {
    matcher.reset();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < times && matcher.find(); i++)
      appendReplacement(matcher, out, other.apply(matcher));
    return matcher.appendTail(out).toString();
  }

  private static long groups(String other) {
    long groups = 0;
    for (int at = other.indexOf('$'); at >= 0; at = other.indexOf('$', at + 1)) groups++;
    return groups;
  }

  /** As in Matcher. */
  public static Matcher appendReplacement(Matcher matcher, StringBuilder out, String other) {
    Guard.poll();
    Check.room(2 * (out.length() + other.length() + groups(other) * matcher.regionEnd()));
    return matcher.appendReplacement(out, other);
  }

  /** As in Matcher. */
  public static Matcher appendReplacement(Matcher matcher, StringBuffer out, String other) {
    Guard.poll();
    Check.room(2 * (out.length() + other.length() + groups(other) * matcher.regionEnd()));
    return matcher.appendReplacement(out, other);
  }

  /** As in Matcher. */
  public static Stream<MatchResult> results(Matcher matcher) {
    List<MatchResult> results = new ArrayList<>();
    matcher.reset();
    while (matcher.find()) {
      Guard.poll();
      results.add(matcher.toMatchResult());
    }
    return results.stream();
  }
}
