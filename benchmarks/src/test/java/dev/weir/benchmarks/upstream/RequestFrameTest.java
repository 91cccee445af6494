package dev.weir.benchmarks.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestFrameTest {

  private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nCONTENT-Length: 4\r\n\r\n";

  @Test
  void waitsForTheHeadAndTheBody() {
    assertThat(find("POST / HTTP/1.1\r\nHost")).isEqualTo(new RequestFrame.Partial());
    assertThat(find(HEAD + "abc")).isEqualTo(new RequestFrame.Partial());
  }

  @Test
  void findsTheBodyByItsAnnouncedLength() {
    assertThat(find(HEAD + "abcdPOST"))
        .isEqualTo(new RequestFrame.Whole(HEAD.length(), HEAD.length() + 4));
  }

  @Test
  void takesARequestWithoutBodyAsWhole() {
    assertThat(find("GET / HTTP/1.1\r\n\r\n")).isEqualTo(new RequestFrame.Whole(18, 18));
  }

  @Test
  void saysWhenTheLengthIsNotAnnounced() {
    assertThat(find("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .isEqualTo(new RequestFrame.Unsized());
  }

  private static RequestFrame find(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return RequestFrame.find(bytes, bytes.length);
  }
}
