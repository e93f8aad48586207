// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.budget.SkillThreads;
import forge.core.run.Crash;
import forge.make.Budget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Finds out why a bundle that started gave no skill: the component runtime only logs it. */
final class WhyNot {

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
    Enumeration<URL> classes = bundle.findEntries(module, "*.class", false);
    if (classes == null) return GIVEN_UP;
    for (URL url : Collections.list(classes)) {
      String file = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
      String why = made(bundle, module + "." + file.replace(".class", ""));
      if (!why.isEmpty()) return "the skill cannot be made: " + why;
    }
    return GIVEN_UP;
  }

  private static String made(Bundle bundle, String type) {
    SkillName name = new SkillName(bundle.getSymbolicName().replaceFirst("^forge_gen_", ""));
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
