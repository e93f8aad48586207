// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Streams, collectors, orders and composed functions that poll where the JDK would only loop. */
public final class Flow {

  /** Steps that pass before anybody would wait for them. */
  private static final long SHORT = 100_000;

  private Flow() {}

  /** As in IntStream. */
  @Routed(IntStream.class)
  public static IntStream range(int from, int to) {
    IntStream all = IntStream.range(from, to);
    return (long) to - from > SHORT ? Check.ticked(all) : all;
  }

  /** As in IntStream. */
  @Routed(IntStream.class)
  public static IntStream rangeClosed(int from, int to) {
    IntStream all = IntStream.rangeClosed(from, to);
    return (long) to - from > SHORT ? Check.ticked(all) : all;
  }

  /** As in LongStream. */
  @Routed(LongStream.class)
  public static LongStream range(long from, long to) {
    LongStream all = LongStream.range(from, to);
    return to - from > SHORT || to - from < 0 ? Check.ticked(all) : all;
  }

  /** As in LongStream. */
  @Routed(LongStream.class)
  public static LongStream rangeClosed(long from, long to) {
    LongStream all = LongStream.rangeClosed(from, to);
    return to - from > SHORT || to - from < 0 ? Check.ticked(all) : all;
  }

  /** As in Stream. */
  public static <T, R> Stream<R> flatMap(
      Stream<T> stream, Function<? super T, ? extends Stream<? extends R>> mapper) {
    return stream.flatMap(polled(mapper));
  }

  /** As in Stream. */
  public static <T> IntStream flatMapToInt(
      Stream<T> stream, Function<? super T, ? extends IntStream> mapper) {
    return stream.flatMapToInt(polled(mapper));
  }

  /** As in Stream. */
  public static <T> LongStream flatMapToLong(
      Stream<T> stream, Function<? super T, ? extends LongStream> mapper) {
    return stream.flatMapToLong(polled(mapper));
  }

  /** As in IntStream. */
  public static IntStream flatMap(IntStream stream, IntFunction<? extends IntStream> mapper) {
    return stream.flatMap(
        item -> {
          Guard.poll();
          return mapper.apply(item);
        });
  }

  /** As in Stream: its items are hashed. */
  public static <T> Stream<T> distinct(Stream<T> stream) {
    return stream.map(Flow::walked).distinct();
  }

  /** As in Stream: its items are compared. */
  public static <T> Stream<T> sorted(Stream<T> stream) {
    return stream.sorted(natural());
  }

  @SuppressWarnings("unchecked")
  private static <T> T walked(T item) {
    return (T) Walk.over(item);
  }

  private static <T, R> Function<T, R> polled(Function<? super T, ? extends R> function) {
    return item -> {
      Guard.poll();
      return function.apply(item);
    };
  }

  private static <T, K> Function<T, K> keyed(Function<? super T, ? extends K> function) {
    return item -> walked(function.apply(item));
  }

  /** The natural order, as the JDK has it, with polls. */
  @SuppressWarnings("unchecked")
  private static <T> Comparator<T> natural() {
    return (a, b) -> {
      Guard.poll();
      return ((Comparable<Object>) a).compareTo(b);
    };
  }

  /** As in List. */
  public static <T> void sort(List<T> list, Comparator<? super T> order) {
    list.sort(order == null && list.size() > SHORT ? natural() : order);
  }

  /** As in Collections. */
  @Routed(Collections.class)
  public static void sort(List<?> list) {
    sort(list, null);
  }

  /** As in Arrays. */
  @Routed(Arrays.class)
  public static void sort(Object[] array) {
    if (array.length > SHORT) Arrays.sort(array, natural());
    else Arrays.sort(array);
  }

  /** As in Collections: each of one may be sought in all of the other. */
  @Routed(Collections.class)
  public static boolean disjoint(Collection<?> a, Collection<?> b) {
    return Collections.disjoint(a, polling(b));
  }

  /** As in Collection: each of one may be sought in all of the other. */
  public static boolean containsAll(Collection<?> a, Collection<?> b) {
    for (Object item : b) {
      Guard.poll();
      if (!a.contains(Walk.over(item))) return false;
    }
    return true;
  }

  /** As in Collection: each of one may be sought in all of the other. */
  public static boolean removeAll(Collection<?> a, Collection<?> b) {
    return a.removeAll(polling(b));
  }

  /** As in Collection: each of one may be sought in all of the other. */
  public static boolean retainAll(Collection<?> a, Collection<?> b) {
    return a.retainAll(polling(b));
  }

  private static Collection<?> polling(Collection<?> items) {
    return items == null || items instanceof Set ? Check.bulk(items) : new Sought(items);
  }

  /** A collection in which each search polls. */
  private static final class Sought extends java.util.AbstractCollection<Object> {
    private final Collection<?> items;

    Sought(Collection<?> items) {
      this.items = items;
    }

    @Override
    public boolean contains(Object item) {
      Guard.poll();
      return items.contains(Walk.over(item));
    }

    @Override
    @SuppressWarnings("unchecked")
    public java.util.Iterator<Object> iterator() {
      return (java.util.Iterator<Object>) items.iterator();
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  /** As in Collectors. */
  @Routed(Collectors.class)
  public static Collector<CharSequence, ?, String> joining() {
    return joining("");
  }

  /** As in Collectors. */
  @Routed(Collectors.class)
  public static Collector<CharSequence, ?, String> joining(CharSequence between) {
    return joining(between, "", "");
  }

  /** As in Collectors. */
  @Routed(Collectors.class)
  public static Collector<CharSequence, ?, String> joining(
      CharSequence between, CharSequence before, CharSequence after) {
    return Collector.of(
        () -> new java.util.StringJoiner(between, before, after),
        Text::add,
        java.util.StringJoiner::merge,
        java.util.StringJoiner::toString);
  }

  /** As in Collectors: its items are hashed. */
  @Routed(Collectors.class)
  public static <T> Collector<T, ?, Set<T>> toSet() {
    return Collectors.mapping(Flow::walked, Collectors.toSet());
  }

  /** As in Collectors: its items are hashed. */
  @Routed(Collectors.class)
  public static <T> Collector<T, ?, Set<T>> toUnmodifiableSet() {
    return Collectors.mapping(Flow::walked, Collectors.toUnmodifiableSet());
  }

  /** As in Collectors: its items may be hashed. */
  @Routed(Collectors.class)
  public static <T, C extends Collection<T>> Collector<T, ?, C> toCollection(Supplier<C> target) {
    return Collectors.mapping(Flow::walked, Collectors.toCollection(target));
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, U> Collector<T, ?, Map<K, U>> toMap(
      Function<? super T, ? extends K> key, Function<? super T, ? extends U> value) {
    return Collectors.toMap(keyed(key), value);
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, U> Collector<T, ?, Map<K, U>> toMap(
      Function<? super T, ? extends K> key,
      Function<? super T, ? extends U> value,
      BinaryOperator<U> merge) {
    return Collectors.toMap(keyed(key), value, merge);
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, U, M extends Map<K, U>> Collector<T, ?, M> toMap(
      Function<? super T, ? extends K> key,
      Function<? super T, ? extends U> value,
      BinaryOperator<U> merge,
      Supplier<M> target) {
    return Collectors.toMap(keyed(key), value, merge, target);
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, U> Collector<T, ?, Map<K, U>> toUnmodifiableMap(
      Function<? super T, ? extends K> key, Function<? super T, ? extends U> value) {
    return Collectors.toUnmodifiableMap(keyed(key), value);
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K> Collector<T, ?, Map<K, List<T>>> groupingBy(
      Function<? super T, ? extends K> key) {
    return Collectors.groupingBy(keyed(key));
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, A, D> Collector<T, ?, Map<K, D>> groupingBy(
      Function<? super T, ? extends K> key, Collector<? super T, A, D> values) {
    return Collectors.groupingBy(keyed(key), values);
  }

  /** As in Collectors: its keys are hashed. */
  @Routed(Collectors.class)
  public static <T, K, D, A, M extends Map<K, D>> Collector<T, ?, M> groupingBy(
      Function<? super T, ? extends K> key, Supplier<M> target, Collector<? super T, A, D> values) {
    return Collectors.groupingBy(keyed(key), target, values);
  }

  /** As in Function. */
  public static <T, R, V> Function<T, V> andThen(
      Function<T, R> first, Function<? super R, ? extends V> second) {
    return polled(first.andThen(second));
  }

  /** As in Function. */
  public static <T, R, V> Function<V, R> compose(
      Function<T, R> second, Function<? super V, ? extends T> first) {
    return polled(second.compose(first));
  }

  /** As in BiFunction. */
  public static <T, U, R, V> BiFunction<T, U, V> andThen(
      BiFunction<T, U, R> first, Function<? super R, ? extends V> second) {
    BiFunction<T, U, V> both = first.andThen(second);
    return (a, b) -> {
      Guard.poll();
      return both.apply(a, b);
    };
  }

  /** As in Consumer. */
  public static <T> Consumer<T> andThen(Consumer<T> first, Consumer<? super T> second) {
    Consumer<T> both = first.andThen(second);
    return item -> {
      Guard.poll();
      both.accept(item);
    };
  }

  /** As in BiConsumer. */
  public static <T, U> BiConsumer<T, U> andThen(
      BiConsumer<T, U> first, BiConsumer<? super T, ? super U> second) {
    BiConsumer<T, U> both = first.andThen(second);
    return (a, b) -> {
      Guard.poll();
      both.accept(a, b);
    };
  }

  private static <T> Predicate<T> polled(Predicate<T> test) {
    return item -> {
      Guard.poll();
      return test.test(item);
    };
  }

  /** As in Predicate. */
  public static <T> Predicate<T> and(Predicate<T> a, Predicate<? super T> b) {
    return polled(a.and(b));
  }

  /** As in Predicate. */
  public static <T> Predicate<T> or(Predicate<T> a, Predicate<? super T> b) {
    return polled(a.or(b));
  }

  /** As in Predicate. */
  public static <T> Predicate<T> negate(Predicate<T> a) {
    return polled(a.negate());
  }

  private static <T, U> BiPredicate<T, U> polled(BiPredicate<T, U> test) {
    return (a, b) -> {
      Guard.poll();
      return test.test(a, b);
    };
  }

  /** As in BiPredicate. */
  public static <T, U> BiPredicate<T, U> and(
      BiPredicate<T, U> a, BiPredicate<? super T, ? super U> b) {
    return polled(a.and(b));
  }

  /** As in BiPredicate. */
  public static <T, U> BiPredicate<T, U> or(
      BiPredicate<T, U> a, BiPredicate<? super T, ? super U> b) {
    return polled(a.or(b));
  }

  private static <T> Comparator<T> polled(Comparator<T> order) {
    return (a, b) -> {
      Guard.poll();
      return order.compare(a, b);
    };
  }

  /** As in Comparator. */
  public static <T> Comparator<T> reversed(Comparator<T> order) {
    return polled(order.reversed());
  }

  /** As in Comparator. */
  public static <T> Comparator<T> thenComparing(Comparator<T> a, Comparator<? super T> b) {
    return polled(a.thenComparing(b));
  }
}
