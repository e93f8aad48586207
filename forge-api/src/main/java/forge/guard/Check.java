// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What woven code passes arguments and values through: each gives back what it got, or ends the
 * call because the JDK would work or allocate without end on it.
 */
public final class Check {

  /** The largest single object. */
  static final long MAX_BYTES = 64L << 20;

  /** What is not worth a look at the meter. */
  private static final long SMALL = 1 << 16;

  private static final int MAX_ELEMENTS = 10_000_000;
  private static final int MAX_PRINTED = 2_000_000;
  private static final int MAX_DIGITS = 1_000;
  private static final int MAX_NUMBER = 100_000;

  private Check() {}

  static String megabytes(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MB";
  }

  /** Room for so many bytes in one object. */
  static void room(long bytes) {
    if (bytes > SMALL) SkillThread.current().allowance.charge(bytes);
  }

  static SkillKill tooMuch(String what) {
    return SkillThread.current().allowance.end(SkillKill.Reason.OVER_BUDGET, what);
  }

  /** The length of an array of elements of so many bytes. */
  public static int length(int length, int bytes) {
    room((long) length * bytes);
    return length;
  }

  /** An array of arrays, made as a whole. */
  public static Object array(int a, int b, Class<?> type) {
    room(bytes(a, b, type.getComponentType().getComponentType()));
    return Array.newInstance(type.getComponentType().getComponentType(), a, b);
  }

  /** An array of arrays of arrays, made as a whole. */
  public static Object array(int a, int b, int c, Class<?> type) {
    Class<?> element = type.getComponentType().getComponentType().getComponentType();
    room(Math.max(0L, a) * Math.max(1, bytes(b, c, element)));
    return Array.newInstance(element, a, b, c);
  }

  private static long bytes(int a, int b, Class<?> element) {
    long rows = Math.max(0, a);
    return rows * (24 + Math.max(0L, b) * (element.isPrimitive() ? 8 : 4));
  }

  /** A copy of an array. */
  public static Object copy(Object array) {
    room(8L * Array.getLength(array));
    if (array instanceof Object[] objects) return objects.clone();
    Object copy = Array.newInstance(array.getClass().getComponentType(), Array.getLength(array));
    System.arraycopy(array, 0, copy, 0, Array.getLength(array));
    return copy;
  }

  /** The capacity of a collection or a text. */
  public static int capacity(int capacity) {
    room(4L * capacity);
    return capacity;
  }

  /** The number of a bit in a set of bits. */
  public static int bit(int bit) {
    room(bit / 8);
    return bit;
  }

  /** A number of elements that stand for one. */
  public static int count(int count) {
    if (count > MAX_ELEMENTS) throw tooMuch(count + " elements, of " + MAX_ELEMENTS + " at most");
    return count;
  }

  /** A number of digits to show. */
  public static int digits(int digits) {
    if (digits > MAX_DIGITS) throw tooMuch(digits + " digits, of " + MAX_DIGITS + " at most");
    return digits;
  }

  /** The text of a number. */
  public static String digits(String text) {
    if (text != null && text.length() > MAX_NUMBER)
      throw tooMuch("a number of over " + MAX_NUMBER + " digits");
    return text;
  }

  /** What is hashed, compared or shown: a container is walked first, within the budget. */
  public static Object key(Object key) {
    return Walk.over(key);
  }

  /** What is copied, hashed or shown as a whole. */
  public static Collection<?> bulk(Collection<?> items) {
    if (items == null) return null;
    count(items.size());
    Iterator<?> first = items.iterator();
    if (first.hasNext() && Walk.isContainer(first.next())) Walk.over(items);
    return items;
  }

  /** What is copied, hashed or shown as a whole. */
  public static Map<?, ?> bulk(Map<?, ?> items) {
    if (items == null) return null;
    count(items.size());
    Walk.over(items);
    return items;
  }

  /** What is shown element by element. */
  public static Object printed(Object array) {
    if (array != null && Array.getLength(array) > MAX_PRINTED)
      throw tooMuch("an array of more than " + MAX_PRINTED + " elements as text");
    return array;
  }

  private static boolean tick() {
    Guard.poll();
    return true;
  }

  /** A source that may not end. */
  public static <T> Stream<T> ticked(Stream<T> stream) {
    return stream.filter(item -> tick());
  }

  /** A source that may not end. */
  public static IntStream ticked(IntStream stream) {
    return stream.filter(item -> tick());
  }

  /** A source that may not end. */
  public static LongStream ticked(LongStream stream) {
    return stream.filter(item -> tick());
  }

  /** A source that may not end. */
  public static DoubleStream ticked(DoubleStream stream) {
    return stream.filter(item -> tick());
  }

  /** A function of functions. */
  public static IntUnaryOperator ticked(IntUnaryOperator function) {
    return item -> {
      Guard.poll();
      return function.applyAsInt(item);
    };
  }

  /** A function of functions. */
  public static IntPredicate ticked(IntPredicate function) {
    return item -> {
      Guard.poll();
      return function.test(item);
    };
  }

  /** A function of functions. */
  public static IntConsumer ticked(IntConsumer function) {
    return item -> {
      Guard.poll();
      function.accept(item);
    };
  }

  /** A function of functions. */
  public static LongUnaryOperator ticked(LongUnaryOperator function) {
    return item -> {
      Guard.poll();
      return function.applyAsLong(item);
    };
  }

  /** A function of functions. */
  public static LongPredicate ticked(LongPredicate function) {
    return item -> {
      Guard.poll();
      return function.test(item);
    };
  }

  /** A function of functions. */
  public static LongConsumer ticked(LongConsumer function) {
    return item -> {
      Guard.poll();
      function.accept(item);
    };
  }

  /** A function of functions. */
  public static DoubleUnaryOperator ticked(DoubleUnaryOperator function) {
    return item -> {
      Guard.poll();
      return function.applyAsDouble(item);
    };
  }

  /** A function of functions. */
  public static DoublePredicate ticked(DoublePredicate function) {
    return item -> {
      Guard.poll();
      return function.test(item);
    };
  }

  /** A function of functions. */
  public static DoubleConsumer ticked(DoubleConsumer function) {
    return item -> {
      Guard.poll();
      function.accept(item);
    };
  }

  /** An order of orders. */
  public static <T> Comparator<T> ticked(Comparator<T> order) {
    return (a, b) -> {
      Guard.poll();
      return order.compare(a, b);
    };
  }
}
