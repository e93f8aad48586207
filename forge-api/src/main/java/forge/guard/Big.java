// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Big numbers, held to sizes that the JDK computes with in milliseconds: a million bits, ten
 * thousand places.
 */
public final class Big {

  private static final long MAX_BITS = 1 << 20;
  private static final int MAX_SCALE = 10_000;
  private static final long MAX_GCD = 1L << 36;
  private static final long MAX_POWER = 1L << 34;
  private static final int MAX_PRIME = 2_048;

  private Big() {}

  private static void bits(long bits) {
    if (bits > MAX_BITS) throw Check.tooMuch("a number of over " + MAX_BITS + " bits");
    if (bits > 1 << 12) Guard.poll();
  }

  /** As in BigInteger. */
  public static BigInteger multiply(BigInteger a, BigInteger b) {
    bits((long) a.bitLength() + b.bitLength());
    return a.multiply(b);
  }

  /** As in BigInteger. */
  public static BigInteger pow(BigInteger a, int exponent) {
    bits((long) a.bitLength() * Math.max(0, exponent));
    return a.pow(exponent);
  }

  /** As in BigInteger. */
  public static BigInteger shiftLeft(BigInteger a, int by) {
    bits((long) a.bitLength() + by);
    return a.shiftLeft(by);
  }

  /** As in BigInteger. */
  public static BigInteger shiftRight(BigInteger a, int by) {
    bits((long) a.bitLength() - by);
    return a.shiftRight(by);
  }

  /** As in BigInteger. */
  public static BigInteger setBit(BigInteger a, int bit) {
    bits(bit);
    return a.setBit(bit);
  }

  /** As in BigInteger. */
  public static BigInteger flipBit(BigInteger a, int bit) {
    bits(bit);
    return a.flipBit(bit);
  }

  /** As in BigInteger. */
  public static BigInteger clearBit(BigInteger a, int bit) {
    bits(bit);
    return a.clearBit(bit);
  }

  /** As in BigInteger. */
  public static BigInteger gcd(BigInteger a, BigInteger b) {
    if ((long) a.bitLength() * b.bitLength() > MAX_GCD)
      throw Check.tooMuch("a gcd of huge numbers");
    Guard.poll();
    return a.gcd(b);
  }

  /** As in BigInteger. */
  public static BigInteger modInverse(BigInteger a, BigInteger m) {
    if ((long) m.bitLength() * m.bitLength() > MAX_GCD >> 6)
      throw Check.tooMuch("an inverse of huge numbers");
    Guard.poll();
    return a.modInverse(m);
  }

  /** As in BigInteger. */
  public static BigInteger modPow(BigInteger a, BigInteger exponent, BigInteger m) {
    long bits = m.bitLength();
    if (bits * bits / 64 * exponent.bitLength() > MAX_POWER)
      throw Check.tooMuch("a power of huge numbers");
    Guard.poll();
    return a.modPow(exponent, m);
  }

  /** As in BigInteger. */
  public static BigInteger sqrt(BigInteger a) {
    bits(4L * a.bitLength());
    return a.sqrt();
  }

  /** As in BigInteger. */
  public static boolean isProbablePrime(BigInteger a, int certainty) {
    prime(a);
    return a.isProbablePrime(Math.min(certainty, 200));
  }

  /** As in BigInteger. */
  public static BigInteger nextProbablePrime(BigInteger a) {
    prime(a);
    return a.nextProbablePrime();
  }

  private static void prime(BigInteger a) {
    if (a.bitLength() > MAX_PRIME) throw Check.tooMuch("a prime of over " + MAX_PRIME + " bits");
    Guard.poll();
  }

  /** As in BigInteger. */
  public static String toString(BigInteger a) {
    bits(a.bitLength());
    return a.toString();
  }

  /** As in BigInteger. */
  public static String toString(BigInteger a, int radix) {
    bits(a.bitLength());
    return a.toString(radix);
  }

  private static BigDecimal sane(BigDecimal value) {
    scale(value.scale());
    bits(value.unscaledValue().bitLength());
    return value;
  }

  private static void scale(long scale) {
    if (Math.abs(scale) > MAX_SCALE)
      throw Check.tooMuch("a decimal number with more than " + MAX_SCALE + " places");
  }

  private static MathContext sane(MathContext context) {
    if (context.getPrecision() > MAX_SCALE)
      throw Check.tooMuch("a precision of more than " + MAX_SCALE + " digits");
    return context;
  }

  /** As in BigDecimal. */
  public static BigDecimal add(BigDecimal a, BigDecimal b) {
    return sane(a).add(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal add(BigDecimal a, BigDecimal b, MathContext context) {
    return sane(a).add(sane(b), sane(context));
  }

  /** As in BigDecimal. */
  public static BigDecimal subtract(BigDecimal a, BigDecimal b) {
    return sane(a).subtract(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal subtract(BigDecimal a, BigDecimal b, MathContext context) {
    return sane(a).subtract(sane(b), sane(context));
  }

  /** As in BigDecimal. */
  public static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    bits((long) sane(a).unscaledValue().bitLength() + sane(b).unscaledValue().bitLength());
    return a.multiply(b);
  }

  /** As in BigDecimal. */
  public static BigDecimal multiply(BigDecimal a, BigDecimal b, MathContext context) {
    bits((long) sane(a).unscaledValue().bitLength() + sane(b).unscaledValue().bitLength());
    return a.multiply(b, sane(context));
  }

  /** As in BigDecimal. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return sane(a).divide(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context) {
    return sane(a).divide(sane(b), sane(context));
  }

  /** As in BigDecimal. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, RoundingMode mode) {
    return sane(a).divide(sane(b), mode);
  }

  /** As in BigDecimal. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, int scale, RoundingMode mode) {
    scale(scale);
    return sane(a).divide(sane(b), scale, mode);
  }

  /** As in BigDecimal. */
  public static BigDecimal divideToIntegralValue(BigDecimal a, BigDecimal b) {
    return sane(a).divideToIntegralValue(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal[] divideAndRemainder(BigDecimal a, BigDecimal b) {
    return sane(a).divideAndRemainder(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal remainder(BigDecimal a, BigDecimal b) {
    return sane(a).remainder(sane(b));
  }

  /** As in BigDecimal. */
  public static BigDecimal pow(BigDecimal a, int exponent) {
    scale((long) sane(a).scale() * exponent);
    bits((long) a.unscaledValue().bitLength() * Math.max(0, exponent));
    return a.pow(exponent);
  }

  /** As in BigDecimal. */
  public static BigDecimal pow(BigDecimal a, int exponent, MathContext context) {
    scale((long) sane(a).scale() * exponent);
    return a.pow(exponent, sane(context));
  }

  /** As in BigDecimal. */
  public static BigDecimal sqrt(BigDecimal a, MathContext context) {
    if (context.getPrecision() > 1_000) throw Check.tooMuch("a root of over 1000 digits");
    return sane(a).sqrt(context);
  }

  /** As in BigDecimal. */
  public static BigDecimal setScale(BigDecimal a, int scale) {
    scale(scale);
    return sane(a).setScale(scale);
  }

  /** As in BigDecimal. */
  public static BigDecimal setScale(BigDecimal a, int scale, RoundingMode mode) {
    scale(scale);
    return sane(a).setScale(scale, mode);
  }

  /** As in BigDecimal. */
  public static BigDecimal movePointLeft(BigDecimal a, int by) {
    scale((long) a.scale() + by);
    return sane(a).movePointLeft(by);
  }

  /** As in BigDecimal. */
  public static BigDecimal movePointRight(BigDecimal a, int by) {
    scale((long) a.scale() - by);
    return sane(a).movePointRight(by);
  }

  /** As in BigDecimal. */
  public static BigInteger toBigInteger(BigDecimal a) {
    return sane(a).toBigInteger();
  }

  /** As in BigDecimal. */
  public static BigInteger toBigIntegerExact(BigDecimal a) {
    return sane(a).toBigIntegerExact();
  }

  /** As in BigDecimal. */
  public static String toPlainString(BigDecimal a) {
    return sane(a).toPlainString();
  }

  /** As in BigDecimal. */
  public static BigDecimal stripTrailingZeros(BigDecimal a) {
    return sane(a).stripTrailingZeros();
  }
}
