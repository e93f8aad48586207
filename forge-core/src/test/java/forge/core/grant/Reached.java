// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.SkillName;
import forge.core.data.Json;
import forge.core.spec.GrantsReader;
import forge.make.Grants;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The gates over a data folder of a test's own, and calls that come to them. */
final class Reached {

  final Path data;
  final GrantPolicy policy;
  final Gates gates;

  Reached(Path data, Web web) throws IOException {
    this.data = data;
    this.policy = new GrantPolicy(data);
    this.gates = new Gates(data, policy, web);
  }

  /** With a web of which nothing is looked up. */
  static Reached without(Path data) throws IOException {
    return new Reached(data, web(0));
  }

  /** A web in which each name is this machine, and {@code localhost} may be. */
  static Web web(int ownPort) {
    return new Web(
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        Web::systemTls,
        Set.of("localhost"),
        ownPort);
  }

  static Grants grants(String json) {
    return GrantsReader.read(
        Json.read(json),
        (path, message) -> {
          throw new IllegalArgumentException(path + ": " + message);
        });
  }

  Access access(String grants) {
    return access(grants, TimeUnit.SECONDS.toNanos(20));
  }

  Access access(String grants, long nanos) {
    return gates.access(new SkillName("tested"), grants(grants), System.nanoTime() + nanos);
  }

  void secrets(String json) throws IOException {
    Path file = data.resolve(Secrets.FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  static void refused(Failure failure, String words, ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).as("refusal with '%s'", words).isNotNull();
    assertThat(refusal.getMessage()).contains(words);
    assertThat(refusal.failure()).isEqualTo(failure);
  }

  static void denied(String words, ThrowingCallable call) {
    refused(Failure.DENIED, words, call);
  }
}
