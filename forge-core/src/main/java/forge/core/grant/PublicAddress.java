// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells the addresses of the open internet from those of this machine and its neighbours. */
final class PublicAddress {

  private static final int BYTE = 0xff;

  /** Blocks of IPv4 that are not of the open internet: address, bits. */
  private static final int[][] RESERVED = {
    {0, 8},
    {10 << 24, 8},
    {100 << 24 | 64 << 16, 10},
    {127 << 24, 8},
    {169 << 24 | 254 << 16, 16},
    {172 << 24 | 16 << 16, 12},
    {192 << 24, 24},
    {192 << 24 | 2 << 8, 24},
    {192 << 24 | 88 << 16 | 99 << 8, 24},
    {192 << 24 | 168 << 16, 16},
    {198 << 24 | 18 << 16, 15},
    {198 << 24 | 51 << 16 | 100 << 8, 24},
    {203 << 24 | 113 << 8, 24},
    {224 << 24, 3},
  };

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int address = 0;
    for (byte each : bytes) address = address << Byte.SIZE | each & BYTE;
    for (int[] block : RESERVED) {
      int mask = -1 << Integer.SIZE - block[1];
      if ((address & mask) == (block[0] & mask)) return false;
    }
    return true;
  }

  /** Of 2000::/3, without those that stand for addresses of IPv4 and those for examples. */
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & BYTE) << Byte.SIZE | bytes[1] & BYTE;
    int second = (bytes[2] & BYTE) << Byte.SIZE | bytes[3] & BYTE;
    boolean global = first >> 13 == 1;
    boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8);
    boolean tunnel = first == 0x2002;
    boolean documentation = first == 0x3fff && second < 0x1000;
    return global && !special && !tunnel && !documentation;
  }
}
