// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final SourceText SOURCE = new SourceText("A.java", "class A {}");
  private final Report report = new Report();

  @Test
  void warningsRefuseNothing() {
    report.add(Severity.WARNING, "odd", SOURCE, 6, "is odd");
    assertThat(report.result("javac", "A.java", Map.of("A", new byte[1])).warnings())
        .extracting(Finding::severity, Finding::rule, Finding::where, Finding::lineText)
        .containsExactly(tuple(Severity.WARNING, "odd", "A.java:1:7", "class A {}"));
  }

  @Test
  void warningsComeAfterErrors() {
    report.add(Severity.WARNING, "odd", SOURCE, 6, "is odd");
    report.add(Severity.ERROR, "bad", SOURCE, 0, "is bad");
    assertThat(findings()).extracting(Finding::rule).containsExactly("bad", "odd");
  }

  @Test
  void countingErrorsEndsToo() {
    while (report.takes(Severity.WARNING)) report.add(Severity.WARNING, "odd", "", "", "");
    while (report.takes(Severity.ERROR))
      report.add(Severity.ERROR, "bad", "", "x".repeat(9_999), "");
    assertThat(findings()).hasSize(101);
    assertThat(findings().get(0).message()).hasSize(2_001);
    assertThatThrownBy(
            () -> {
              while (!report.takes(Severity.ERROR)) assertThat(report.hasErrors()).isTrue();
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(findings().get(100).message()).startsWith("10000 or more errors are not shown");
  }

  @Test
  void aCrashIsNewsOnlyWhenThereIsNoOther() {
    report.crash(new IllegalStateException(new StackOverflowError()));
    assertThat(findings())
        .extracting(Finding::rule, Finding::where)
        .containsExactly(tuple("compiler.crash", "A.java"));
    report.add(Severity.ERROR, "bad", SOURCE, 0, "is bad");
    assertThat(findings()).extracting(Finding::rule).containsExactly("bad");
  }

  @Test
  void aCrashAfterTheLastClassIsNoNews() {
    report.done();
    report.crash(new AssertionError());
    assertThat(report.result("javac", "A.java", Map.of()).classes()).isEmpty();
  }

  private List<Finding> findings() {
    return catchThrowableOfType(
            Rejected.class, () -> report.result("javac", "A.java", Map.of("A", new byte[1])))
        .findings();
  }
}
