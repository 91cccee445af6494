package dev.weir.proxy.exchange;

import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.refusal.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a Realtime response within its credit. Where there is no more, the provider is asked to end
 * the response, and what it has said by then still passes; one that goes on ends its session.
 */
final class ResponseCredit {

  /** So much may be on its way when a provider is asked to end: some 50 s of speech. */
  static final long ON_ITS_WAY_TOKENS = 1_024;

  private final Meter meter;
  private volatile @Nullable Cut cut;

  private record Cut(Refusal refusal, long characters) {}

  ResponseCredit(Meter meter) {
    this.meter = meter;
  }

  /** Why the response was to end; empty where it was not. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(cut).map(Cut::refusal);
  }

  /**
   * Runs {@code go} when more may be read, now or later.
   *
   * @param characters that the model has written or spoken so far
   * @param cancel is run once, before what is on its way is read
   * @param fail is run instead, where the provider goes on
   */
  void readOn(long characters, Runnable go, Consumer<Refusal> cancel, Consumer<Refusal> fail) {
    Cut before = cut;
    if (before == null) {
      meter.readOn(
          characters,
          go,
          () -> {},
          refusal -> {
            cut = new Cut(refusal, characters);
            cancel.accept(refusal);
            go.run();
          });
    } else if (TokenEstimate.ofText(characters - before.characters) > ON_ITS_WAY_TOKENS) {
      fail.accept(before.refusal);
    } else {
      go.run();
    }
  }

  /** Nothing more is wanted for it. */
  void end() {
    meter.end();
  }
}
