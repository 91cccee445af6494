package dev.weir.proxy.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;

/** What a browser says in place of headers. */
final class SubprotocolsTest {

  private static Subprotocols of(String header) {
    return Subprotocols.of(HttpFields.build().add(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, header));
  }

  @Test
  void takesTheKeyAndAnswersWithTheProtocol() {
    Subprotocols offered =
        of("openai-insecure-api-key.wk_secret, realtime, openai-beta.realtime-v1");

    assertThat(offered.key()).contains("wk_secret");
    assertThat(offered.beta()).contains("realtime=v1");
    assertThat(offered.chosen()).contains("realtime");
  }

  @Test
  void answersWithNothingThatIsAValue() {
    Subprotocols offered = of("openai-insecure-api-key.wk_secret,openai-organization.acme");

    assertThat(offered.chosen()).isEmpty();
    assertThat(offered.toString()).doesNotContain("wk_secret");
  }

  @Test
  void takesAnEmptyKeyForNone() {
    assertThat(of("openai-insecure-api-key.").key()).isEmpty();
  }
}
