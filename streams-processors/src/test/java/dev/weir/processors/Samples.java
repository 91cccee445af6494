package dev.weir.processors;

import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.schemas.event.Chunk;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Recording;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Events as a proxy writes them. */
final class Samples {

  private static final NonceSequence NONCES = new NonceSequence(new SecureRandom());

  private static final AtomicLong NUMBERS = new AtomicLong();

  static final DataKey KEY = new DataKey("search", "k1", Instant.EPOCH, new byte[32]);

  static {
    // Making the serdes is what lets Avro make the generated records.
    new EventSerdes(
            LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081")),
            new MockSchemaRegistryClient())
        .close();
  }

  private Samples() {}

  static Usage.Builder usage(String requestId, long input, long output, Instant endedAt) {
    return Usage.newBuilder()
        .setEventId(requestId + "/usage/1")
        .setRequestId(requestId)
        .setAttempt(1)
        .setFinalAttempt(true)
        .setOrganisation("acme")
        .setTeam("search")
        .setKeyId("key1")
        .setProxyId("p1")
        .setProxyEpoch(1_000)
        .setSequence(NUMBERS.incrementAndGet())
        .setRoute("echo-small")
        .setProvider("echo")
        .setRequestedModel("echo-small")
        .setServedModel("echo-small")
        .setInputTokens(input)
        .setOutputTokens(output)
        .setUsageSource(UsageSource.PROVIDER)
        .setReservedTokens(0)
        .setOutcome(Outcome.COMPLETED)
        .setStatus(200)
        .setStartedAt(endedAt)
        .setEndedAt(endedAt)
        .setPolicyVersion(1);
  }

  static Prompt prompt(String requestId, String body, Instant at) {
    String eventId = requestId + "/prompt";
    SealedContent sealed =
        new ContentCipher(KEY).seal(body.getBytes(StandardCharsets.UTF_8), eventId, NONCES.next());
    return Prompt.newBuilder()
        .setEventId(eventId)
        .setRequestId(requestId)
        .setOrganisation("acme")
        .setTeam("search")
        .setKeyId("key1")
        .setProxyId("p1")
        .setProxyEpoch(1_000)
        .setReceivedAt(at)
        .setDialect(Dialect.OPENAI_CHAT)
        .setMethod("POST")
        .setPath("/v1/chat/completions")
        .setRequestedModel("echo-small")
        .setStream(true)
        .setPolicyVersion(1)
        .setRecording(Recording.STRICT)
        .setContent(
            EncryptedContent.newBuilder()
                .setKeyId(sealed.keyId())
                .setNonce(ByteBuffer.wrap(sealed.nonce()))
                .setCiphertext(ByteBuffer.wrap(sealed.ciphertext()))
                .setLength(sealed.length())
                .build())
        .build();
  }

  static ResponseFrame frame(String requestId, int index, int bytes) {
    return frameOf(requestId, index, bytes).build();
  }

  static ResponseFrame lastFrame(String requestId, int index, Outcome outcome, Instant at) {
    return frameOf(requestId, index, 0)
        .setEnd(
            ExchangeEnd.newBuilder()
                .setOutcome(outcome)
                .setStatus(200)
                .setAttempts(1)
                .setEndedAt(at)
                .build())
        .build();
  }

  private static ResponseFrame.Builder frameOf(String requestId, int index, int bytes) {
    return ResponseFrame.newBuilder()
        .setEventId(requestId + "/frame/" + index)
        .setRequestId(requestId)
        .setOrganisation("acme")
        .setTeam("search")
        .setAttempt(1)
        .setIndex(index)
        .setChunks(bytes == 0 ? List.of() : List.of(new Chunk(10L, bytes)));
  }
}
