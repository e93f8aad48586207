// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to use instead of what is not open to skills, in words that somebody can act on. */
final class Advice {

  private static final String ONE_THREAD =
      "a call runs on one thread; use a loop or a sequential stream";
  private static final String FILES =
      "use context.files() with a grant, or take text as a parameter";
  private static final String NET = "use context.http() with a grant, or take data as a parameter";
  private static final String NO_REFLECTION =
      "skills look at no classes; use interfaces, records, switch or a map of lambdas";

  private static final Map<String, String> BY_PREFIX = new LinkedHashMap<>();

  static {
    put(
        "use context.log(text)",
        "java.lang.System.out",
        "java.lang.System.err",
        "java.io.PrintStream",
        "java.io.PrintWriter",
        "java.util.logging.",
        "java.lang.Throwable.printStackTrace");
    put(
        "throw new Refusal(message) to end a call",
        "java.lang.System.exit",
        "java.lang.Runtime.exit",
        "java.lang.Runtime.halt");
    put(
        "declare a parameter for what differs between callers, or use context.env(name) with a grant",
        "java.lang.System.getenv",
        "java.lang.System.getProperty",
        "java.lang.System.getProperties",
        "java.lang.System.setProperty",
        "java.lang.Integer.getInteger",
        "java.lang.Long.getLong",
        "java.lang.Boolean.getBoolean");
    put(
        "it has no effect that a skill should have; leave it out",
        "java.lang.System.gc",
        "java.lang.Runtime",
        "java.util.Locale.setDefault",
        "java.util.TimeZone.setDefault",
        "java.lang.String.intern");
    put(
        ONE_THREAD,
        "java.lang.Thread",
        "java.lang.ThreadLocal",
        "java.util.Timer",
        "java.util.concurrent.locks.",
        "java.util.concurrent.Executor",
        "java.util.concurrent.Completable",
        "java.util.concurrent.Fork",
        "java.util.concurrent.",
        "java.lang.Object.wait",
        "java.lang.Object.notify",
        "java.lang.Process");
    put(
        "use stream()",
        "java.util.Collection.parallelStream",
        "java.util.stream.BaseStream.parallel");
    put("use iterator() or stream()", "java.util.Spliterator");
    put(
        "it came after Java 17; use the older form, e.g. get(0) and get(size() - 1)",
        "java.util.List.getFirst",
        "java.util.List.getLast",
        "java.util.List.removeLast",
        "java.util.List.removeFirst",
        "java.util.List.reversed",
        "java.util.ArrayList.getFirst",
        "java.util.ArrayList.getLast");
    put(NET, "java.net.", "javax.net.", "java.rmi.", "javax.naming.");
    put(FILES, "java.io.File", "java.io.RandomAccessFile", "java.nio.file.", "java.nio.channels.");
    put(
        "split the text, or read it with a BufferedReader over a StringReader",
        "java.util.Scanner");
    put("use String.format", "java.util.Formatter");
    put("use a Map", "java.util.Properties", "java.util.WeakHashMap");
    put(
        NO_REFLECTION,
        "java.lang.reflect.",
        "java.lang.invoke.",
        "java.lang.Class",
        "java.lang.Module",
        "java.lang.StackWalker",
        "java.util.ServiceLoader",
        "java.beans.");
    put(
        "objects are not serialized; answer with maps, lists, text and numbers",
        "java.io.Object",
        "java.io.Externalizable");
    put(
        "use MessageDigest, or take what is secret as a parameter",
        "java.security.",
        "javax.crypto.");
  }

  private Advice() {}

  private static void put(String advice, String... prefixes) {
    for (String prefix : prefixes) BY_PREFIX.put(prefix, advice);
  }

  /** For a type or a member by its dotted name; the first that fits. */
  static String on(String name) {
    for (Map.Entry<String, String> each : BY_PREFIX.entrySet())
      if (name.startsWith(each.getKey())) return each.getValue();
    return "use what java.lang, java.util, java.util.stream, java.math, java.time or java.text offer"
        + " instead";
  }
}
