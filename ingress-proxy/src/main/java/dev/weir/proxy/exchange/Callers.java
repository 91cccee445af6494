package dev.weir.proxy.exchange;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.proxy.view.PolicyView;
import dev.weir.schemas.event.VirtualKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;

/**
 * Identifies callers by their virtual keys. Fails closed: nobody is known before the views are
 * complete, since a revocation or a spent limit may not have been replayed yet.
 */
public final class Callers {

  private final PolicyView policy;
  private final KeyHasher hasher;
  private final BooleanSupplier complete;

  /** {@code complete}: whether the views hold all that the log held when this proxy began. */
  public Callers(PolicyView policy, KeyHasher hasher, BooleanSupplier complete) {
    this.policy = policy;
    this.hasher = hasher;
    this.complete = complete;
  }

  Identity identify(HttpFields headers, Instant now) {
    Optional<PolicySnapshot> current = policy.current();
    if (current.isEmpty() || !complete.getAsBoolean()) {
      return new Identity.NotReady();
    }
    Optional<String> credential = Credential.of(headers);
    if (credential.isEmpty()) {
      return new Identity.Unknown("No API key was sent.");
    }
    Optional<KeyText> text = KeyText.parse(credential.get());
    Optional<VirtualKey> stored = text.flatMap(key -> policy.key(key.keyId()));
    if (stored.isEmpty() || !matches(text.get(), stored.get())) {
      return new Identity.Unknown("The API key is not known.");
    }
    return known(stored.get(), current.get(), now);
  }

  private boolean matches(KeyText text, VirtualKey stored) {
    var buffer = stored.getHash().duplicate();
    byte[] hash = new byte[buffer.remaining()];
    buffer.get(hash);
    return hasher.matches(text, hash);
  }

  private static Identity known(VirtualKey key, PolicySnapshot policy, Instant now) {
    if (key.getRevokedAt() != null) {
      return new Identity.Unknown("The API key was revoked.");
    }
    if (key.getExpiresAt() != null && !now.isBefore(key.getExpiresAt())) {
      return new Identity.Unknown("The API key has expired.");
    }
    Optional<Team> team = policy.policy().team(new TeamId(key.getTeam()));
    if (team.isEmpty()) {
      return new Identity.Unknown("The API key belongs to no team of the policy.");
    }
    Principal caller =
        new Principal(
            policy.policy().organisation(),
            team.get().id(),
            key.getProject(),
            key.getUser(),
            key.getKeyId());
    return new Identity.Known(caller, team.get(), policy);
  }
}
