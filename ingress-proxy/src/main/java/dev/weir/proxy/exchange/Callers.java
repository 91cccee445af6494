package dev.weir.proxy.exchange;

import dev.weir.governance.identity.CredentialFault;
import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.token.TokenReading;
import dev.weir.proxy.token.Tokens;
import dev.weir.proxy.view.PolicyView;
import dev.weir.schemas.event.VirtualKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Identifies callers by their virtual keys and by tokens of issuers that the policy trusts. Fails
 * closed: nobody is known before the views are complete, since a revocation or a spent limit may
 * not have been replayed yet.
 */
public final class Callers {

  /**
   * Of no key; what is compared where an id is not known, which then takes as long as a wrong
   * secret.
   */
  private static final byte[] NO_HASH = new byte[32];

  private final PolicyView policy;
  private final KeyHasher hasher;
  private final Tokens tokens;
  private final BooleanSupplier complete;

  /** {@code complete}: whether the views hold all that the log held when this proxy began. */
  public Callers(PolicyView policy, KeyHasher hasher, Tokens tokens, BooleanSupplier complete) {
    this.policy = policy;
    this.hasher = hasher;
    this.tokens = tokens;
    this.complete = complete;
  }

  /** What values of a team are hashed and invented with: as secret as the hashes of its keys. */
  MaskingKey maskingKey(TeamId team) {
    return new MaskingKey(hasher.hash("masking key of team " + team.value()));
  }

  Identity identify(Request request, Instant now) {
    Optional<PolicySnapshot> current = policy.current();
    if (current.isEmpty() || !complete.getAsBoolean()) {
      return new Identity.Refused(new Refusal.Busy(Duration.ofSeconds(1)));
    }
    Optional<String> credential = Credential.of(request);
    if (credential.isEmpty()) {
      return refused(new CredentialFault.NoCredential());
    }
    Optional<KeyText> key = KeyText.parse(credential.get());
    if (key.isPresent()) {
      return byKey(key.get(), current.get(), now);
    }
    return Tokens.isMeant(credential.get())
        ? byToken(credential.get(), current.get(), now)
        : refused(new CredentialFault.UnknownKey());
  }

  private Identity byToken(String token, PolicySnapshot snapshot, Instant now) {
    return switch (tokens.read(token, snapshot, now)) {
      case TokenReading.Refused(Refusal refusal) -> new Identity.Refused(refusal);
      case TokenReading.Proven(Principal caller, Team team) ->
          new Identity.Known(caller, team, List.of(), snapshot);
    };
  }

  private Identity byKey(KeyText text, PolicySnapshot snapshot, Instant now) {
    VirtualKey stored = policy.key(text.keyId()).orElse(null);
    boolean proven = hasher.matches(text, hash(stored));
    if (stored == null || !proven) {
      return refused(new CredentialFault.UnknownKey());
    }
    if (stored.getRevokedAt() != null) {
      return refused(new CredentialFault.RevokedKey(stored.getKeyId(), stored.getRevokedAt()));
    }
    if (stored.getExpiresAt() != null && !now.isBefore(stored.getExpiresAt())) {
      return refused(new CredentialFault.ExpiredKey(stored.getKeyId(), stored.getExpiresAt()));
    }
    Optional<Team> team = snapshot.policy().team(new TeamId(stored.getTeam()));
    if (team.isEmpty()) {
      return new Identity.Refused(
          new Refusal.NotAllowed("The API key belongs to no team of the policy."));
    }
    Principal caller =
        new Principal(
            snapshot.policy().organisation(),
            team.get().id(),
            stored.getProject(),
            stored.getUser(),
            stored.getKeyId());
    return new Identity.Known(caller, team.get(), stored.getModels(), snapshot);
  }

  private static byte[] hash(@Nullable VirtualKey stored) {
    if (stored == null) {
      return NO_HASH;
    }
    var buffer = stored.getHash().duplicate();
    byte[] hash = new byte[buffer.remaining()];
    buffer.get(hash);
    return hash;
  }

  private static Identity refused(CredentialFault fault) {
    return new Identity.Refused(new Refusal.NotIdentified(fault));
  }
}
