package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.audit.AuditChain;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class AuditSealingTest extends LogCase {

  private static final Prompt PROMPT = Samples.prompt("r1", "{}", NOON);
  private static final ResponseFrame FRAME = Samples.frame("r1", 0, 100);
  private static final ResponseFrame END =
      Samples.lastFrame("r1", 1, Outcome.COMPLETED, NOON.plusSeconds(2));

  @Test
  void sealsAnExchangeOverTheBytesOfItsRecords() {
    write(PROMPT, FRAME, END);

    AuditEntry entry = log.<AuditEntry>values(Topic.AUDIT).getFirst();
    assertThat(entry.getPromptHash()).isEqualTo(hash(log.bytes(Topic.PROMPTS, PROMPT)));
    assertThat(entry.getResponseHash())
        .isEqualTo(
            hash(
                hash(log.bytes(Topic.RESPONSE_CHUNKS, FRAME)).array(),
                hash(log.bytes(Topic.RESPONSE_CHUNKS, END)).array()));
    assertThat(entry.getFrames()).isEqualTo(2);
    assertThat(entry.getOperation()).isEqualTo("POST /v1/chat/completions");
    assertThat(entry.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(entry.getChain()).isEqualTo("0");
  }

  @Test
  void givesTheSameHashesInAnyOrderAndWithRepetitions() {
    for (long seed = 0; seed < 20; seed++) {
      String id = "r" + seed;
      Prompt prompt = Samples.prompt(id, "{}", NOON);
      ResponseFrame first = Samples.frame(id, 0, 100);
      ResponseFrame last = Samples.lastFrame(id, 1, Outcome.COMPLETED, NOON);
      List<SpecificRecordBase> records =
          new ArrayList<>(List.of(prompt, first, last, first, prompt));
      Collections.shuffle(records, new Random(seed));

      write(records.toArray(SpecificRecordBase[]::new));
      write(last, first, prompt);

      List<AuditEntry> entries = log.values(Topic.AUDIT);
      assertThat(entries).as("seed %d", seed).hasSize(1);
      assertThat(entries.getFirst().getPromptHash())
          .isEqualTo(hash(log.bytes(Topic.PROMPTS, prompt)));
      assertThat(entries.getFirst().getFrames()).isEqualTo(2);
    }
  }

  @Test
  void chainsExchangesWithoutGaps() {
    for (int i = 0; i < 10; i++) {
      write(
          Samples.prompt("r" + i, "{}", NOON),
          Samples.lastFrame("r" + i, 0, Outcome.COMPLETED, NOON));
    }

    List<AuditEntry> chain = log.values(Topic.AUDIT);
    assertThat(AuditChain.verify(chain))
        .isEqualTo(new AuditChain.Verdict.Whole(10, chain.getLast().getLeafHash()));
  }

  @Test
  void waitsForAFrameThatIsMissing() {
    write(PROMPT, END);
    log.advance(Duration.ofMinutes(5));
    assertThat(log.values(Topic.AUDIT)).isEmpty();

    write(FRAME);
    assertThat(log.values(Topic.AUDIT)).hasSize(1);
  }

  @Test
  void sealsWithWhatIsThereWhenTheRestNeverComes() {
    write(END);
    log.advance(Duration.ofMinutes(16));

    AuditEntry entry = log.<AuditEntry>values(Topic.AUDIT).getFirst();
    assertThat(entry.getFrames()).isEqualTo(1);
    assertThat(entry.getPromptHash().remaining()).isZero();
    assertThat(entry.getTeam()).isEqualTo("search");
  }

  private void write(SpecificRecordBase... records) {
    for (SpecificRecordBase record : records) {
      switch (record) {
        case Prompt prompt -> log.write(Topic.PROMPTS, prompt.getRequestId(), prompt);
        case ResponseFrame frame -> log.write(Topic.RESPONSE_CHUNKS, frame.getRequestId(), frame);
        default -> throw new IllegalArgumentException(record.getClass().getName());
      }
    }
  }

  private static ByteBuffer hash(byte[]... parts) {
    MessageDigest digest = AuditChain.sha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return ByteBuffer.wrap(digest.digest());
  }
}
