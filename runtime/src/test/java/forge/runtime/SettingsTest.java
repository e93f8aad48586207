// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static Settings read(String... args) {
    return Settings.read(List.of(args), Map.of());
  }

  @Test
  void defaultsWhenNothingIsGiven() {
    assertThat(read())
        .isEqualTo(
            new Settings(8000, "127.0.0.1", Path.of("data").toAbsolutePath(), false, Map.of()));
  }

  @Test
  void environmentOverDefaults() {
    Map<String, String> environment =
        Map.of("FORGE_PORT", " 9000 ", "FORGE_HOST", "::1", "FORGE_DATA", "/tmp/a b");
    assertThat(Settings.read(List.of(), environment))
        .isEqualTo(new Settings(9000, "::1", Path.of("/tmp/a b"), false, Map.of()));
  }

  @Test
  void flagsOverEnvironmentInBothSpellings() {
    Map<String, String> environment = Map.of("FORGE_PORT", "9000", "FORGE_DATA", "/elsewhere");
    assertThat(Settings.read(List.of("--port=0", "--data", "/tmp/x=y", "--quiet"), environment))
        .isEqualTo(new Settings(0, "127.0.0.1", Path.of("/tmp/x=y"), true, Map.of()));
  }

  @Test
  void emptyEnvironmentVariableCountsAsNotSet() {
    assertThat(Settings.read(List.of(), Map.of("FORGE_PORT", "")).port()).isEqualTo(8000);
  }

  @Test
  void limitsFromTheEnvironment() {
    Map<String, String> environment =
        Map.of("FORGE_IDLE", "60", "FORGE_RESIDENTS", " 20 ", "FORGE_APPROVAL", "");
    assertThat(Settings.read(List.of(), environment).others())
        .isEqualTo(Map.of("forge.idle", "60", "forge.residents", "20"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "soon", "1000000001", "99999999999999999999"})
  void badLimitNamesItself(String limit) {
    for (String variable : List.of("FORGE_IDLE", "FORGE_RESIDENTS", "FORGE_APPROVAL"))
      assertThatThrownBy(() -> Settings.read(List.of(), Map.of(variable, limit)))
          .isInstanceOf(StartFailure.class)
          .hasMessage(variable + " must be a whole number from 1 to 1000000000, got: " + limit)
          .extracting("exitCode")
          .isEqualTo(StartFailure.BAD_SETTING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "65536", "", "8000.0", "99999999999"})
  void badPortNamesItself(String port) {
    assertThatThrownBy(() -> read("--port", port))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("0 (a free one) to 65535, got: " + port)
        .extracting("exitCode")
        .isEqualTo(StartFailure.BAD_SETTING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "[::]"})
  void otherMachinesCanReachThese(String host) {
    assertThat(read("--host", host).listensToOthers()).isTrue();
    assertThat(read("--host", "127.0.0.2").listensToOthers()).isFalse();
  }

  @Test
  void everyAddressIsReachedByOurOwn() {
    assertThat(read("--host", "0.0.0.0").address(81)).isEqualTo("http://127.0.0.1:81");
    assertThat(read("--host", "::").address(81)).isEqualTo("http://[::1]:81");
  }

  @Test
  void aKeyStoreMakesItTls(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("keys.p12"), "x");
    Settings settings = Settings.read(List.of(), Map.of("FORGE_KEYSTORE", file.toString()));
    assertThat(settings.address(81)).isEqualTo("https://127.0.0.1:81");
    assertThat(settings.others()).containsEntry("forge.keystore", file.toString());
    assertThatThrownBy(() -> Settings.read(List.of(), Map.of("FORGE_KEYSTORE", "/no/such.p12")))
        .hasMessageContaining("FORGE_KEYSTORE names no file that can be read: /no/such.p12");
  }

  @Test
  void unknownHostSaysSo() {
    assertThatThrownBy(() -> read("--host", "no such host"))
        .hasMessage("The host 'no such host' is not known; use 127.0.0.1");
  }

  @Test
  void bracketsAroundIpv6AreTaken() {
    Settings settings = read("--host", "[::1]");
    assertThat(settings.host()).isEqualTo("::1");
    assertThat(settings.address(81)).isEqualTo("http://[::1]:81");
  }

  @Test
  void unknownArgumentAndMissingValueAreNamed() {
    assertThatThrownBy(() -> read("--prot", "1")).hasMessageContaining("'--prot'");
    assertThatThrownBy(() -> read("--port")).hasMessage("--port needs a value");
    assertThatThrownBy(() -> read("--data", " ")).hasMessageContaining("--data FOLDER");
    assertThatThrownBy(() -> read("--data", "a\0b")).hasMessageContaining("not a path");
  }
}
