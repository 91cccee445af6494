package dev.weir.proxy.exchange;

import dev.weir.governance.policy.TranslationLoss;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.surface.Destination;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.Surface;

/** What a caller asks, said as a provider understands it. */
record Saying(Arrival arrival, Surface surface, Admitted admitted, TranslationLoss loss) {

  /** Without a loss that the team does not put up with: that cannot be said. */
  Outgoing to(Route route, Body body) {
    Outgoing said = admitted.ask().to(destination(route), body.bytes(), body.length());
    if (!(said instanceof Outgoing.Sends sends)) {
      return said;
    }
    return !sends.dropped().isEmpty() && loss == TranslationLoss.REFUSE
        ? new Outgoing.Unsayable(sends.dropped())
        : admitted.guards().over(sends, surface);
  }

  private Destination destination(Route route) {
    return new Destination(
        route.dialects(),
        route.main(),
        route.embeddings(),
        route.counts(),
        route.model().upstreamModel(),
        route.openAi(),
        arrival.requestId(),
        arrival.at().getEpochSecond());
  }
}
