// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.budget.SkillThreads;
import forge.core.run.Crash;
import forge.make.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Finds out why a bundle that started gave no skill: the component runtime only logs it. */
final class WhyNot {

  private static final Pattern CLASS = Pattern.compile("<implementation\\s+class=\"([^\"]+)\"");
  private static final String GIVEN_UP = "the bundle started, but registered no skill";

  private static final Budget TRY = new Budget(Duration.ofSeconds(5));

  private WhyNot() {}

  static String of(Bundle bundle, SkillThreads threads) {
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    try {
      return threads.start(TRY, loader, text -> {}, () -> of(bundle)).result().get();
    } catch (ExecutionException | RejectedExecutionException e) {
      return "the skill cannot be made: " + e.getCause().getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GIVEN_UP;
    }
  }

  private static String of(Bundle bundle) {
    String module = bundle.getSymbolicName();
    if (!module.startsWith("forge_gen_")) return GIVEN_UP + brought(bundle);
    Enumeration<URL> classes = bundle.findEntries(module, "*.class", false);
    if (classes == null) return GIVEN_UP;
    for (URL url : Collections.list(classes)) {
      String file = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
      String why = made(bundle, module + "." + file.replace(".class", ""));
      if (!why.isEmpty()) return "the skill cannot be made: " + why;
    }
    return GIVEN_UP;
  }

  /** What keeps the class from being made that a finished bundle names. */
  private static String brought(Bundle bundle) {
    Enumeration<URL> files = bundle.findEntries("OSGI-INF", "*.xml", false);
    if (files == null) return "";
    for (URL file : Collections.list(files))
      try (InputStream in = file.openStream()) {
        Matcher type = CLASS.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        String why = type.find() ? made(bundle, type.group(1)) : "";
        if (!why.isEmpty()) return ": " + why;
      } catch (IOException e) {
        return ": " + e.getMessage();
      }
    return "; a reference or a configuration that its component needs may be missing";
  }

  private static String made(Bundle bundle, String type) {
    String module = bundle.getSymbolicName();
    // Only for the words of a crash, which do not name a finished bundle's skill.
    SkillName name =
        new SkillName(module.startsWith("forge_gen_") ? module.substring(10) : "skill");
    try {
      Class<?> loaded = bundle.loadClass(type);
      if (!Skill.class.isAssignableFrom(loaded) || Modifier.isAbstract(loaded.getModifiers()))
        return "";
      loaded.getConstructor().newInstance();
      return "";
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      return Crash.told(name, e.getCause());
    } catch (NoClassDefFoundError e) {
      // The first try failed in a static initializer: what failed there is the cause of this one.
      return Crash.told(name, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Crash.told(name, e);
    }
  }
}
