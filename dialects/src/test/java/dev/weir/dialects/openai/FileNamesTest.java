package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "Report 2.0, Report 2.0.pdf",
    "report.pdf, report.pdf",
    "old.7z, old.7z",
    "Report, Report.pdf"
  })
  void hasAnEnding(String title, String name) {
    assertThat(FileNames.of(Optional.of(title), "application/pdf")).isEqualTo(name);
  }
}
