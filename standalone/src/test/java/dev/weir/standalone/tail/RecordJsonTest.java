package dev.weir.standalone.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.event.PricePeriod;
import dev.weir.schemas.event.ResponseFrame;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static final NonceSequence NONCES = new NonceSequence(new SecureRandom());

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000001Z");
  private static final DataKey KEY = new DataKey("search", "k1", NOON, new byte[32]);

  @Test
  void showsTimesAndDecimalsAsPeopleReadThem() {
    var price =
        new Price(
            "echo",
            "echo-small",
            "input",
            "USD",
            List.of(new PricePeriod(NOON, new BigDecimal("0.150000000000"), "policy", List.of())),
            3L,
            "flex");

    assertThat(new RecordJson(new ContentView.Hidden()).of(price).toString())
        .isEqualTo(
            """
            {"provider":"echo","model":"echo-small","tokenType":"input","currency":"USD",\
            "periods":[{"validFrom":"2026-11-22T12:00:00.000001Z",\
            "pricePerMillion":0.150000000000,"source":"policy","steps":[]}],"policyVersion":3,\
            "serviceTier":"flex"}\
            """);
  }

  @Test
  void hidesContentUnlessItIsAskedForWithTheKey() {
    var revealed = new ContentView.Revealed(DataKeyRing.EMPTY.with(KEY));

    assertThat(shown(new ContentView.Hidden(), "r/frame/0")).isEqualTo("<encrypted 5 bytes>");
    assertThat(shown(revealed, "r/frame/0")).isEqualTo("hello");
  }

  @Test
  void saysThatContentWasErasedOrMoved() {
    var erased = new ContentView.Revealed(DataKeyRing.EMPTY);
    var revealed = new ContentView.Revealed(DataKeyRing.EMPTY.with(KEY));

    assertThat(shown(erased, "r/frame/0")).isEqualTo("<erased 5 bytes>");
    assertThat(shown(revealed, "r/frame/1")).startsWith("<unreadable 5 bytes: ");
  }

  /** A frame whose content was sealed for the event {@code r/frame/0}. */
  private static String shown(ContentView view, String eventId) {
    SealedContent sealed =
        new ContentCipher(KEY)
            .seal("hello".getBytes(StandardCharsets.UTF_8), "r/frame/0", NONCES.next());
    var frame =
        ResponseFrame.newBuilder()
            .setEventId(eventId)
            .setRequestId("r")
            .setOrganisation("acme")
            .setTeam("search")
            .setAttempt(1)
            .setIndex(0)
            .setChunks(List.of())
            .setContent(
                new EncryptedContent(
                    sealed.keyId(),
                    ByteBuffer.wrap(sealed.nonce()),
                    ByteBuffer.wrap(sealed.ciphertext()),
                    sealed.length()))
            .build();
    return new RecordJson(view).of(frame).path("content").textValue();
  }
}
