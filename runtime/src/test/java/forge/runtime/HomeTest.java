// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path temp;

  @Test
  void bundlesInTheOrderOfTheList() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("bundles"));
    for (String name : new String[] {"b.jar", "a.jar", "dropped-in.jar"})
      Files.createFile(folder.resolve(name));
    Files.writeString(folder.resolve("bundles.list"), "b.jar\na.jar\n\n");
    assertThat(new Home(temp).bundles())
        .containsExactly(folder.resolve("b.jar"), folder.resolve("a.jar"));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> new Home(temp).bundles())
        .hasMessageContaining("bundles.list is missing");
    Path folder = Files.createDirectory(temp.resolve("bundles"));
    Files.writeString(folder.resolve("bundles.list"), "a.jar\n");
    assertThatThrownBy(() -> new Home(temp).bundles()).hasMessageContaining("a.jar is missing");
  }

  @Test
  void versionIsTheBuilds() {
    assertThat(Home.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}
