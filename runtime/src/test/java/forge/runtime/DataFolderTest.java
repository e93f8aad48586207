// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void secondGatewayIsToldWhoAndWhere() throws IOException {
    Path path = temp.resolve("new/data");
    try (DataFolder data = DataFolder.claim(path)) {
      assertThatThrownBy(() -> DataFolder.claim(path))
          .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("is starting")
          .extracting("exitCode")
          .isEqualTo(StartFailure.DATA_IN_USE);
      data.announce("{\"pid\":1,\"address\":\"http://127.0.0.1:81\"}");
      assertThatThrownBy(() -> DataFolder.claim(path))
          .hasMessageContaining("answers at http://127.0.0.1:81");
    }
    DataFolder.claim(path).close();
  }

  @Test
  void leftoversOfACrashAreRemoved() throws IOException {
    Files.createDirectories(temp.resolve("run"));
    Files.writeString(temp.resolve("run/lock"), "123456789\n");
    Files.writeString(temp.resolve("run/gateway.json"), "{}");
    Files.writeString(temp.resolve("run/stop"), "");
    try (DataFolder data = DataFolder.claim(temp)) {
      assertThat(temp.resolve("run/lock")).hasContent(ProcessHandle.current().pid() + "\n");
      assertThat(temp.resolve("run/gateway.json")).doesNotExist();
      assertThat(data.stopFile()).doesNotExist();
    }
    assertThat(temp.resolve("run/lock")).isEmptyFile();
  }

  @Test
  void fileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.claim(file))
        .hasMessageContaining("Cannot use " + file)
        .hasMessageContaining("--data");
  }
}
