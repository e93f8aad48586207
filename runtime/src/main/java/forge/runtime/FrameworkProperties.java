// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the framework and the bundles are told, in one place. */
public final class FrameworkProperties {

  /**
   * The logging API of the launcher's class path. Twice, since bndlib asks for [1.7,2) and others
   * for [2,3): the 1.7 part of it is the same.
   */
  private static final String SLF4J =
      packages("2.0.20", "org.slf4j", ".spi", ".event", ".helpers")
          + ","
          + packages("1.7.36", "org.slf4j", ".spi", ".event", ".helpers");

  /** javac's own package, for a compiler context that is kept between runs. */
  private static final String JAVAC = "com.sun.tools.javac.api";

  private FrameworkProperties() {}

  /**
   * The properties of one start.
   *
   * @param storage where the framework keeps its bundles; emptied at the start
   * @param probe what the launcher says, in place of a token, when it asks whether all is ready
   */
  public static Map<String, String> of(Settings settings, Path storage, String probe) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("forge.data", settings.data().toString());
    properties.put("forge.host", settings.host());
    properties.put("forge.port", Integer.toString(settings.port()));
    properties.put("forge.probe", probe);
    properties.putAll(settings.others());
    framework(properties, storage);
    http(properties, settings);
    return properties;
  }

  private static void framework(Map<String, String> properties, Path storage) {
    properties.put("org.osgi.framework.storage", storage.toString());
    properties.put("org.osgi.framework.storage.clean", "onFirstInit");
    properties.put("org.osgi.framework.system.packages", SystemPackages.list());
    properties.put("org.osgi.framework.system.packages.extra", extraPackages());
    // Two generations of a skill live side by side under one name.
    properties.put("org.osgi.framework.bsnversion", "multiple");
    // The parent's classes are for those who import them, and for nobody else.
    properties.put("felix.bootdelegation.implicit", "false");
    properties.put("org.osgi.framework.bootdelegation", "");
    properties.put("felix.service.urlhandlers", "false");
    // Jars stay open: without a limit thousands of skills run out of files.
    properties.put("felix.cache.filelimit", "512");
    // A skill's bundle has few wires: eighteen hand-offs to other threads take longer than they
    // save.
    properties.put("felix.resolver.parallelism", "1");
    // The data folder has a lock of its own.
    properties.put("felix.cache.locking", "false");
    properties.put("felix.log.level", "2");
    properties.put("ds.loglevel", "2");
  }

  private static void http(Map<String, String> properties, Settings settings) {
    String port = Integer.toString(settings.port());
    properties.put("org.apache.felix.http.host", settings.host());
    properties.put("org.apache.felix.http.enable", Boolean.toString(!settings.tls()));
    properties.put("org.osgi.service.http.port", port);
    properties.put("org.apache.felix.https.enable", Boolean.toString(settings.tls()));
    properties.put("org.osgi.service.http.port.secure", port);
    properties.put(
        "org.apache.felix.https.keystore", settings.others().getOrDefault(Settings.KEYSTORE, ""));
    properties.put(
        "org.apache.felix.https.keystore.password",
        settings.others().getOrDefault(Settings.KEYSTORE_PASSWORD, ""));
    properties.put("org.apache.felix.http.jetty.sendServerHeader", "false");
    // Odd paths are for the door to refuse, in its own error shape; it looks routes up whole.
    properties.put("org.eclipse.jetty.UriComplianceMode", "LEGACY");
    properties.put("org.apache.felix.http.jetty.headerBufferSize", "16384");
    properties.put("org.apache.felix.http.timeout", "30000");
    // More than skills may run at once (512), so that a halt finds a thread when all of them hang.
    properties.put("org.apache.felix.http.jetty.threadpool.max", "640");
  }

  private static String extraPackages() {
    boolean compiler = ModuleLayer.boot().findModule("jdk.compiler").isPresent();
    return compiler ? SLF4J + "," + JAVAC : SLF4J;
  }

  private static String packages(String version, String root, String... children) {
    StringBuilder list = new StringBuilder(root + ";version=" + version);
    for (String child : children)
      list.append(',').append(root).append(child + ";version=" + version);
    return list.toString();
  }
}
