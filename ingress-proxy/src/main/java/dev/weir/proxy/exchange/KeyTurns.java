package dev.weir.proxy.exchange;

import dev.weir.proxy.exchange.Admittance.Leg;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a call: which keys were tried at each of its models. Used by the one thread that
 * makes attempts; what an attempt tells its own turn comes from others.
 */
final class KeyTurns {

  private final List<Leg> legs;
  private final InstantSource clock;
  private final boolean blames;
  private final @Nullable KeyTurn[] turns;
  private int round;

  /**
   * @param blames whether a provider that forbids something (403) does so because of the key; a
   *     caller of its own API may ask for anything
   */
  KeyTurns(List<Leg> legs, InstantSource clock, boolean blames) {
    this.blames = blames;
    this.legs = legs;
    this.clock = clock;
    this.turns = new KeyTurn[legs.size()];
  }

  /** With another round all keys may be tried again. */
  void round(int current) {
    if (round != current) {
      round = current;
      for (KeyTurn turn : turns) {
        if (turn != null) {
          turn.nextRoute();
        }
      }
    }
  }

  /** {@code leg}: one of the call's. */
  KeyTurn of(Leg leg) {
    int at = legs.indexOf(leg);
    KeyTurn turn = turns[at];
    if (turn == null) {
      turn = new KeyTurn(clock, blames);
      turns[at] = turn;
    }
    return turn;
  }
}
