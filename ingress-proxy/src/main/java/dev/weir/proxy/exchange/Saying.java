package dev.weir.proxy.exchange;

import dev.weir.governance.policy.TranslationLoss;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.surface.Destination;
import dev.weir.proxy.surface.Outgoing;

/** What a caller asks, said as a provider understands it. */
record Saying(Arrival arrival, Admitted admitted, TranslationLoss loss) {

  /** Without a loss that the team does not put up with: that cannot be said. */
  Outgoing to(Route route, Body body) {
    Outgoing said = admitted.ask().to(destination(route), body.bytes(), body.length());
    return said instanceof Outgoing.Sends sends
            && !sends.dropped().isEmpty()
            && loss == TranslationLoss.REFUSE
        ? new Outgoing.Unsayable(sends.dropped())
        : said;
  }

  private Destination destination(Route route) {
    return new Destination(
        route.dialects(),
        route.main(),
        route.embeddings(),
        route.counts(),
        route.model().upstreamModel(),
        arrival.requestId(),
        arrival.at().getEpochSecond());
  }
}
