package dev.weir.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.guard.AllowList;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardMode;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.guard.MaskOperator;
import dev.weir.governance.guard.OnFailure;
import dev.weir.governance.guard.Share;
import dev.weir.governance.identity.TeamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HeldRoomTest {

  private static final String ANSWER = "{\"text\":\"to ann@example.com\"}";

  private static final TeamId SEARCH = new TeamId("search");

  /** Each team has room for one answer. */
  private final HeldRoom room = new HeldRoom(4L * (ANSWER.length() + 10));

  @Test
  void holdsAnswersWhileThereIsRoomForThemTogether() {
    AnswerGuards first = guards(OnFailure.FAIL_CLOSED_TEXT);
    AnswerGuards second = guards(OnFailure.FAIL_CLOSED_TEXT);
    GuardedDocument held = document(first);
    GuardedDocument other = document(second);

    assertThat(held.accept(answer()).hasRemaining()).isFalse();
    assertThat(other.accept(answer()).hasRemaining()).isFalse();

    assertThat(held.blocked()).isEmpty();
    assertThat(other.blocked()).isPresent();
    assertThat(room.claimedBytes()).isEqualTo(ANSWER.length());
    ByteBuffer masked = held.finish();
    assertThat(text(masked)).contains("<EMAIL_ADDRESS");
    assertThat(room.claimedBytes()).isEqualTo(ANSWER.length());
    first.end();
    assertThat(room.claimedBytes()).isZero();
  }

  @Test
  void letsPassUnreadWhatItHasNoRoomForWhereThePolicySaysSo() {
    AnswerGuards first = guards(OnFailure.FAIL_OPEN);
    document(first).accept(answer());

    GuardedDocument other = document(guards(OnFailure.FAIL_OPEN));

    assertThat(text(other.accept(answer()))).isEqualTo(ANSWER);
    assertThat(other.blocked()).isEmpty();
  }

  @Test
  void countsWhatTheAnswersOwnFlowHolds() {
    GuardedDocument held =
        new GuardedDocument(
            new Holding(),
            guards(OnFailure.FAIL_CLOSED_TEXT),
            Dialects.of(DialectName.OPENAI_CHAT));
    held.accept(answer());
    assertThat(room.claimedBytes()).isEqualTo(ANSWER.length());

    held.accept(answer());

    assertThat(held.blocked()).isPresent();
  }

  @Test
  void isFreeAgainWhenAnExchangeEndsThatWasLeft() {
    AnswerGuards guards = guards(OnFailure.FAIL_CLOSED_TEXT);
    GuardedDocument left = document(guards);
    left.accept(answer());

    guards.end();
    left.accept(answer());

    assertThat(room.claimedBytes()).isZero();
  }

  @Test
  void leavesRoomToOtherTeamsWhereOneHoldsAllThatItMay() {
    document(guards(OnFailure.FAIL_CLOSED_TEXT)).accept(answer());
    GuardedDocument more = document(guards(OnFailure.FAIL_CLOSED_TEXT));
    more.accept(answer());

    GuardedDocument others = document(guards(OnFailure.FAIL_CLOSED_TEXT, new TeamId("ads")));
    others.accept(answer());

    assertThat(more.blocked()).isPresent();
    assertThat(others.blocked()).isEmpty();
    assertThat(text(others.finish())).contains("<EMAIL_ADDRESS");
  }

  @Test
  void countsWhatFoundNoRoomAndWhoseThatWas() {
    for (String team : List.of("search", "search", "a", "b", "c", "d", "e")) {
      document(guards(OnFailure.FAIL_OPEN, new TeamId(team))).accept(answer());
    }

    assertThat(room.turnedAwayOfTeam()).isEqualTo(1);
    assertThat(room.turnedAway()).isEqualTo(1);
    assertThat(room.claimedBytes()).isEqualTo(5L * ANSWER.length());
    assertThat(room.bytesMax()).isEqualTo(4L * (ANSWER.length() + 10));
  }

  private AnswerGuards guards(OnFailure onFailure) {
    return guards(onFailure, SEARCH);
  }

  private AnswerGuards guards(OnFailure onFailure, TeamId team) {
    Guard guard =
        new Guard(
            "mail",
            new GuardCheck.Contents(Set.of("email-address"), Set.of(), 0.5, AllowList.NOTHING),
            GuardMode.MASK,
            GuardDirection.RESPONSE,
            Share.ALL,
            Guard.BUDGET,
            onFailure,
            MaskOperator.REPLACE);
    return new AnswerGuards(
        GuardPlan.of(List.of(guard), List.of(), List.of()),
        "r1",
        InlineDetectors.all(),
        Masks.NONE,
        List.of(),
        Optional.empty(),
        false,
        false,
        room.part(team));
  }

  private static GuardedDocument document(AnswerGuards guards) {
    return new GuardedDocument(new Passing(), guards, Dialects.of(DialectName.OPENAI_CHAT));
  }

  private static ByteBuffer answer() {
    return ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /** An answer that passes when it is whole. */
  private static final class Holding extends Passing {

    @Override
    public ByteBuffer accept(ByteBuffer bytes) {
      return ByteBuffer.allocate(0);
    }
  }

  /** An answer that passes as it comes. */
  private static class Passing extends PassingFlow {

    @Override
    public AnswerFacts facts() {
      throw new IllegalStateException("nobody asks");
    }
  }
}
