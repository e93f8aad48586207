// SPDX-License-Identifier: Apache-2.0
package forge.bench.steps;

import forge.bench.Samples;
import forge.core.data.Json;
import forge.testkit.ForgeFramework;
import forge.testkit.KeptConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** A bundle up and down again, and calls, in the product itself, which runs in this process. */
@State(Scope.Benchmark)
public class LiveSteps {

  private ForgeFramework forge;
  private BundleContext context;
  private byte[] bytes;
  private Object runner;
  private Method call;
  private Object name;
  private Object request;
  private KeptConnection connection;
  private String arguments;
  private int number;

  /** The product with one skill in service. */
  @Setup
  public void start() throws Exception {
    forge = ForgeFramework.of(Path.of(System.getProperty("forge.home"))).start();
    try {
      look();
    } catch (Exception e) {
      forge.close();
      throw e;
    }
  }

  private void look() throws Exception {
    context = forge.bundleContext();
    bytes = LineSteps.made(Samples.order("installed")).bytes();
    int status = forge.client().post("/api/v1/forge/create", Samples.order("called")).status();
    if (status != 200) throw new IllegalStateException("not created: " + status);
    connection = new KeptConnection(forge.address());
    arguments = Json.write(Samples.arguments());
    // The product's own types: this class path has others of the same name.
    runner = context.getService(context.getAllServiceReferences("forge.live.Runner", null)[0]);
    ClassLoader theirs = runner.getClass().getClassLoader();
    Class<?> names = theirs.loadClass("forge.api.SkillName");
    Class<?> requests = theirs.loadClass("forge.api.SkillRequest");
    name = names.getConstructor(String.class).newInstance("called");
    request = requests.getConstructor(Map.class).newInstance(Samples.arguments());
    call = theirs.loadClass("forge.live.Runner").getMethod("call", names, requests);
  }

  /** Ends it. */
  @TearDown
  public void stop() throws IOException {
    connection.close();
    forge.close();
  }

  /** Installed, started, its service seen, and taken away again. */
  @Benchmark
  public Object upAndDown() throws BundleException {
    Bundle bundle = context.installBundle("bench:" + number++, new ByteArrayInputStream(bytes));
    bundle.start();
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    bundle.uninstall();
    if (services == null) throw new IllegalStateException("no service came");
    return services;
  }

  /** Called through the runner: pinned, checked, on a thread of its own, guarded, watched. */
  @Benchmark
  public Object callGuarded() throws ReflectiveOperationException {
    return call.invoke(runner, name, request);
  }

  /** The same over HTTP, one connection. */
  @Benchmark
  public Object callOverHttp() throws IOException {
    return connection.post("/api/v1/skills/called", arguments);
  }
}
