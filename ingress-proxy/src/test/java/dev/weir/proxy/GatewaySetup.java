package dev.weir.proxy;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretReader;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.exchange.ExchangeLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What is special about a gateway. */
final class GatewaySetup {

  private static final SecretReader ANY_SECRET =
      _ -> new ReadSecret(new SecretText("provider-secret"), Duration.ofMinutes(1));

  final URI upstream;
  URI other;
  String limits = "";
  ExchangeLimits exchangeLimits = TestGateway.LIMITS;
  long recordBytes = 16 * 1024 * 1024;
  SecretReader secrets = ANY_SECRET;
  Optional<EscrowTerms> credit = Optional.empty();

  GatewaySetup(URI upstream) {
    this.upstream = upstream;
    this.other = upstream;
  }

  /** Provider "other" is elsewhere. */
  GatewaySetup other(URI elsewhere) {
    other = elsewhere;
    return this;
  }

  /** YAML list of the limits of team "search". */
  GatewaySetup limits(String list) {
    limits = list;
    return this;
  }

  /** Hard limits are kept by credit, which nobody grants yet: see {@link TestGateway#quota}. */
  GatewaySetup credit(EscrowTerms terms) {
    credit = Optional.of(terms);
    return this;
  }

  GatewaySetup exchanges(ExchangeLimits of) {
    exchangeLimits = of;
    return this;
  }

  /** For what is being recorded. */
  GatewaySetup recordBytes(long most) {
    recordBytes = most;
    return this;
  }

  /** What the references of the policy stand for. */
  GatewaySetup secrets(SecretReader reader) {
    secrets = reader;
    return this;
  }

  TestGateway start() throws IOException {
    return new TestGateway(this);
  }
}
