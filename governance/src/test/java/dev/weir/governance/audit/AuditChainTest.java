package dev.weir.governance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.audit.AuditChain.Verdict;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.serde.TrustedEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class AuditChainTest {

  @BeforeAll
  static void trustTheRecords() {
    TrustedEvents.trust();
  }

  @Test
  void findsAWholeChainWhole() {
    List<AuditEntry> chain = chain(5);
    assertThat(AuditChain.verify(chain))
        .isEqualTo(new Verdict.Whole(5, chain.getLast().getLeafHash()));
  }

  @Test
  void verifiesAPartThatContinuesAChain() {
    List<AuditEntry> chain = chain(5);
    assertThat(AuditChain.verify(chain.subList(2, 5), 2, chain.get(1).getLeafHash()))
        .isInstanceOf(Verdict.Whole.class);
  }

  @Test
  void noticesAnAlteredEntry() {
    assertThat(brokenBy(2, entry -> copy(entry).setTeam("other").build()))
        .isEqualTo(new Verdict.Broken(2, "was altered: its leaf hash does not match"));
  }

  @Test
  void noticesAnAlteredEntryWithAFreshLeafHash() {
    assertThat(brokenBy(2, entry -> AuditChain.seal(copy(entry).setStatus(500).build())))
        .isEqualTo(new Verdict.Broken(3, "does not follow the entry before it"));
  }

  @Test
  void noticesALeftOutEntry() {
    List<AuditEntry> chain = new ArrayList<>(chain(5));
    chain.remove(2);
    assertThat(AuditChain.verify(chain))
        .isEqualTo(new Verdict.Broken(2, "expected here, found entry 3"));
  }

  @Test
  void noticesReorderedEntries() {
    List<AuditEntry> chain = new ArrayList<>(chain(5));
    chain.add(1, chain.remove(2));
    assertThat(AuditChain.verify(chain)).isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void keepsItsLeafHashForEver() {
    assertThat(HexFormat.of().formatHex(chain(1).getFirst().getLeafHash().array()))
        .isEqualTo("13df70bc69b91d97ea949645c57e32354f1b8dca066b59733448d44802c6b7fb");
  }

  private static Verdict brokenBy(int index, UnaryOperator<AuditEntry> change) {
    List<AuditEntry> chain = new ArrayList<>(chain(5));
    chain.set(index, change.apply(chain.get(index)));
    return AuditChain.verify(chain);
  }

  private static AuditEntry.Builder copy(AuditEntry entry) {
    return AuditEntry.newBuilder(entry);
  }

  private static List<AuditEntry> chain(int length) {
    List<AuditEntry> chain = new ArrayList<>();
    ByteBuffer previous = AuditChain.beginning();
    for (int index = 0; index < length; index++) {
      AuditEntry sealed = AuditChain.seal(entry(index, previous));
      previous = sealed.getLeafHash();
      chain.add(sealed);
    }
    return chain;
  }

  private static AuditEntry entry(long index, ByteBuffer previous) {
    Instant time = Instant.parse("2026-11-22T12:00:00Z").plusSeconds(index);
    return AuditEntry.newBuilder()
        .setChain("3")
        .setIndex(index)
        .setPreviousHash(previous)
        .setLeafHash(ByteBuffer.allocate(0))
        .setRequestId("request-" + index)
        .setTime(time)
        .setOrganisation("acme")
        .setTeam("search")
        .setKeyId("k1")
        .setOperation("POST /v1/chat/completions")
        .setModel("echo-small")
        .setOutcome(Outcome.COMPLETED)
        .setStatus(200)
        .setPolicyVersion(7)
        .setPromptHash(ByteBuffer.wrap(new byte[32]))
        .setResponseHash(ByteBuffer.wrap(new byte[32]))
        .setFrames(2)
        .setEndedAt(time.plusMillis(250))
        .build();
  }
}
