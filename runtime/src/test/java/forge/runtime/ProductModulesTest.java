// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a product is the one that was built. */
class ProductModulesTest {

  private static final Path A = Path.of("/home/bundles/a.jar");
  private static final Path B = Path.of("/home/bundles/b.jar");
  private static final Set<Path> CLASS_PATH = Set.of(A, B, Path.of("/home/lib/framework.jar"));

  @Test
  void aProductIsAsBuiltWithAllOfItsBundlesAndNoOther() {
    assertThat(ProductModules.areAsBuilt(List.of(B, A), CLASS_PATH)).isTrue();
    assertThat(ProductModules.areAsBuilt(List.of(A), CLASS_PATH)).as("one less").isFalse();
    Path more = Path.of("/home/bundles/c.jar");
    assertThat(ProductModules.areAsBuilt(List.of(A, B, more), CLASS_PATH)).isFalse();
    Path elsewhere = Path.of("/other/bundles/b.jar");
    assertThat(ProductModules.areAsBuilt(List.of(A, elsewhere), CLASS_PATH)).isFalse();
    assertThat(ProductModules.areAsBuilt(List.of(A, B), Set.of())).as("in no jar").isFalse();
  }
}
