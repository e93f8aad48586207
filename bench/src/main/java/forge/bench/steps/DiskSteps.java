// SPDX-License-Identifier: Apache-2.0
package forge.bench.steps;

import forge.api.SkillName;
import forge.bench.Samples;
import forge.core.audit.AuditLog;
import forge.core.spec.SpecReader;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.live.ForgeEvent.Kind;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * What is forced to the disk before a create is answered, and what the disk takes for any write.
 */
@State(Scope.Benchmark)
public class DiskSteps {

  private Path folder;
  private Framework framework;
  private AuditLog audit;
  private SkillStore store;
  private FileChannel bare;
  private SkillBundle bundle;
  private SkillSpec spec;
  private int number;

  /** An empty data folder. */
  @Setup
  public void open() throws IOException, BundleException {
    folder = Files.createTempDirectory("forge-bench-steps");
    Map<String, String> settings =
        Map.of(
            "forge.data", folder.toString(),
            "org.osgi.framework.storage", folder.resolve("cache").toString());
    framework = new FrameworkFactory().newFramework(settings);
    framework.init();
    audit = new AuditLog(framework.getBundleContext());
    store = new SkillStore(framework.getBundleContext());
    bare =
        FileChannel.open(
            folder.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    bundle = LineSteps.made(Samples.order("step"));
    spec = SpecReader.read(Samples.order("step"));
  }

  /** Deletes it. */
  @TearDown
  public void close() throws IOException, BundleException, InterruptedException {
    bare.close();
    framework.stop();
    framework.waitForStop(0);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  /** One small write, forced: what the disk asks at least. */
  @Benchmark
  public long bareForcedWrite() throws IOException {
    bare.write(ByteBuffer.allocate(256));
    bare.force(false);
    return bare.position();
  }

  /** One line of the trail, durable. */
  @Benchmark
  public long auditAppend() throws IOException {
    String name = spec.name().value();
    return audit.append(
        List.of(new AuditLog.Told(Kind.CREATED, name, "1.0.0", bundle.sha256(), "me", "http", "")));
  }

  /** The record of a version, durable; its bundle is there. */
  @Benchmark
  public void storeRecord() {
    SkillName name = new SkillName("step_" + number++ % 1000);
    store.keep(
        StoredSkill.unborn(name)
            .withLive(
                new StoredSkill.Version(
                    "1.0.0",
                    bundle.sha256(),
                    bundle.origin(),
                    "skills/step.java",
                    "me",
                    "http",
                    Instant.now(),
                    spec)),
        number);
  }

  /** A bundle that is new, durable. */
  @Benchmark
  public boolean storeBundle() {
    String sha256 = bundle.sha256().substring(16) + "%016x".formatted(number++);
    return store.keep(
        new SkillBundle(bundle.name(), "1.0.0", bundle.origin(), bundle.bytes(), sha256));
  }
}
