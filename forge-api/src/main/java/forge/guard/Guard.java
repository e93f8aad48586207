// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The polls of woven code, and the depth of its calls.
 *
 * <p>A poll is a call site that all classes of a bundle share. It does nothing, and the JIT makes
 * nothing of it, until a call of that bundle must end: then it is bound to {@link #poll()}, and
 * compiled code that left it out is thrown away. Where that costs more than it saves, a poll reads
 * a static flag instead ({@link #useFlag}).
 */
public final class Guard {

  private static final MethodType VOID = MethodType.methodType(void.class);
  private static final MethodHandle SLOW = handle("poll");
  private static final MethodHandle FLAG = handle("flag");
  private static final MethodHandle NOTHING = MethodHandles.zero(void.class);
  private static final Map<ClassLoader, Site> SITES = new WeakHashMap<>();

  /** How late one may go on that was held. */
  private static final long HELD_NANOS = 2_000_000;

  private static volatile boolean byFlag;
  private static volatile int attention;
  private static volatile boolean held;
  private static volatile LongConsumer beforeMuch = bytes -> {};

  private Guard() {}

  /** The call site of one bundle. */
  private static final class Site extends MutableCallSite {
    private int attention;

    Site() {
      super(NOTHING);
    }

    void attend(int more) {
      boolean was = attention > 0;
      attention += more;
      if (was == attention > 0) return;
      setTarget(attention > 0 ? SLOW : NOTHING);
      MutableCallSite.syncAll(new MutableCallSite[] {this});
    }
  }

  private static MethodHandle handle(String name) {
    try {
      return MethodHandles.lookup().findStatic(Guard.class, name, VOID);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whether polls that are linked from now on read a flag. */
  public static void useFlag(boolean flag) {
    byFlag = flag;
  }

  /** Links a poll of woven code. */
  public static CallSite site(MethodHandles.Lookup lookup, String name, MethodType type) {
    if (byFlag) return new ConstantCallSite(FLAG);
    synchronized (SITES) {
      return SITES.computeIfAbsent(lookup.lookupClass().getClassLoader(), loader -> new Site());
    }
  }

  /** A call of that bundle was told to end; its polls look from now on. */
  public static void attend(ClassLoader bundle) {
    turn(bundle, 1);
  }

  /** That call has ended. */
  public static void settle(ClassLoader bundle) {
    turn(bundle, -1);
  }

  private static void turn(ClassLoader bundle, int more) {
    synchronized (SITES) {
      attention += more;
      if (!byFlag) SITES.computeIfAbsent(bundle, loader -> new Site()).attend(more);
    }
  }

  private static void flag() {
    if (attention != 0) poll();
  }

  /** Stops all calls at their next poll that looks, until {@link #release} or their end. */
  public static void hold() {
    held = true;
  }

  /** Calls go on. */
  public static void release() {
    held = false;
  }

  /** Whether calls are held. */
  public static boolean isHeld() {
    return held;
  }

  /** Who is told, on the thread of the call, before it allocates so many bytes at once. */
  public static void beforeMuch(LongConsumer told) {
    beforeMuch = told;
  }

  /** A call is about to allocate that much. */
  static void much(long bytes) {
    beforeMuch.accept(bytes);
    poll();
  }

  /** Ends the call when it was told to end, and waits while calls are held. */
  public static void poll() {
    Allowance allowance = SkillThread.current().allowance;
    while (held && !allowance.isKilled()) LockSupport.parkNanos(HELD_NANOS);
    SkillKill kill = allowance.killed();
    if (kill != null) throw kill;
  }

  /**
   * A method begins.
   *
   * @param weight about the bytes of its frame
   * @return the depth with it
   */
  public static int enter(int weight) {
    SkillThread thread = SkillThread.current();
    int depth = thread.depth + weight;
    if (depth > SkillThread.MAX_DEPTH || thread.allowance.isKilled()) refuse(thread);
    thread.depth = depth;
    return depth;
  }

  private static void refuse(SkillThread thread) {
    throw thread.allowance.end(SkillKill.Reason.TOO_DEEP, tooDeep(StackOverflowError.class));
  }

  private static String tooDeep(Class<?> error) {
    return error.getName() + ": its calls are nested too deeply; use a loop";
  }

  /** A method ends by returning. */
  public static void leave(int depth, int weight) {
    SkillThread.current().depth = depth - weight;
  }

  /** A handler begins in a method that entered at that depth. */
  public static void caught(Throwable e, int depth) {
    SkillThread.current().depth = depth;
    caught(e);
  }

  /** A handler begins: it keeps no order to end, and no failure of the machine. */
  public static void caught(Throwable e) {
    Allowance allowance = SkillThread.current().allowance;
    if (e instanceof StackOverflowError)
      throw allowance.end(SkillKill.Reason.TOO_DEEP, tooDeep(StackOverflowError.class));
    if (e instanceof OutOfMemoryError)
      throw allowance.end(SkillKill.Reason.OVER_BUDGET, "it asked for more memory than there is");
    if (allowance.isKilled()) throw allowance.killed();
  }
}
