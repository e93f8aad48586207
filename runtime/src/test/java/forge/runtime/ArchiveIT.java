// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import forge.runtime.ForgeScript.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes: made, taken, and no hindrance when it is broken. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class ArchiveIT {
  @TempDir Path temp;
  private Path home;
  private ForgeScript forge;

  @BeforeEach
  void unpack() throws Exception {
    home = ForgeScript.unpack(temp.resolve("installed here"));
    forge = new ForgeScript(home, temp.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    forge.run("down");
  }

  /** What runs confined is nobody, who must get to the product's folder. */
  private void letAllIn() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path made() throws Exception {
    Said said = forge.run("archive");
    assertThat(said.code()).as(said.text()).isZero();
    try (var files = Files.list(home.resolve("archive"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private void awaitLog(String words) throws Exception {
    Process log = forge.start("log", "-f");
    try (BufferedReader lines = log.inputReader()) {
      assertThat(lines.lines().anyMatch(line -> line.contains(words))).isTrue();
    } finally {
      log.destroy();
    }
  }

  private void up() throws Exception {
    Said up = forge.run("up");
    assertThat(up.code()).as(up.text()).isZero();
    assertThat(up.text()).contains(" is ready: http://127.0.0.1:");
  }

  @Test
  void whatWasMadeIsTaken() throws Exception {
    Path archive = made();
    up();
    awaitLog("The classes come from the archive " + archive);
    assertThat(forge.run("list").text()).startsWith("There are no skills yet");
  }

  @Test
  void aBrokenOneIsIgnoredAndMadeAnew() throws Exception {
    Path archive = made();
    long whole = Files.size(archive);
    archive.toFile().setWritable(true);
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(8_192), 0);
      file.truncate(whole / 2);
    }
    up();
    awaitLog("The class archive " + archive + " is ignored");
    awaitLog("The next start takes its classes from the archive " + archive);
    assertThat(forge.run("down").code()).isZero();
    up();
    awaitLog("The classes come from the archive " + archive);
  }

  @Test
  void whereTheProductCannotBeWrittenItIsWithTheData() throws Exception {
    Files.writeString(home.resolve("archive"), "no folder");
    up();
    awaitLog("The next start takes its classes from the archive " + temp.resolve("data/run"));
  }

  @Test
  void processesThatCompileHaveTheirOwn() throws Exception {
    letAllIn();
    assertThat(forge.run("archive").code()).isZero();
    String made = "compiler-" + Runtime.version().toString().replaceAll("[^\\w.+-]", "_");
    try (var files = Files.list(home.resolve("archive"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith(made))
          .noneMatch(name -> name.endsWith(".part") || name.endsWith(".lock"));
    }
  }

  /** What compiles is of the product that runs, also after another was put in its place. */
  @Test
  @Tag("same-on-every-jdk")
  void theCompilersJarFollowsTheProduct() throws Exception {
    letAllIn();
    Path jar = home.resolve("archive/compiler.jar");
    up();
    assertThat(forge.run("create", "first").code()).isZero();
    assertThat(forge.run("down").code()).isZero();
    String origin = leaveNothingIn(jar);
    try (var bundles = Files.newDirectoryStream(home.resolve("bundles"), "forge-core-*.jar")) {
      Files.setLastModifiedTime(bundles.iterator().next(), FileTime.fromMillis(0));
    }
    up();
    assertThat(forge.run("create", "second").code()).isZero();
    try (ZipFile made = new ZipFile(jar.toFile())) {
      assertThat(made.size()).isGreaterThan(20);
      assertThat(made.getComment()).isNotEqualTo(origin).contains("forge-core-", "ecj-");
    }
  }

  /** As one of another version would be; gives what it says of its origin. */
  private static String leaveNothingIn(Path jar) throws IOException {
    String origin;
    try (ZipFile made = new ZipFile(jar.toFile())) {
      origin = made.getComment();
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setComment(origin);
      out.putNextEntry(new ZipEntry("other"));
    }
    return origin;
  }
}
