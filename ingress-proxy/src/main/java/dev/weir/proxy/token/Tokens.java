package dev.weir.proxy.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.weir.governance.identity.ClaimReading;
import dev.weir.governance.identity.CredentialFault;
import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TokenAlgorithm;
import dev.weir.governance.identity.TokenIssuer;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.refusal.Refusal;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says for whom a JWT speaks: its form, its issuer, its signature, its claims, in this order. Fails
 * closed, and tells what is wrong with a token's claims only to whoever holds a signed one.
 */
public final class Tokens implements AutoCloseable {

  /** A longer one is refused unread. */
  static final int CHARACTERS_MAX = 12 * 1024;

  private static final int PROVEN_PER_GENERATION = 8_192;

  /** What may be presented as a bearer; others are for other ends (RFC 8725, section 3.11). */
  private static final Set<JOSEObjectType> TYPES =
      Set.of(
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"));

  private final Issuers issuers;
  private final KeyHasher hasher;
  private final ProvenTokens proven = new ProvenTokens(PROVEN_PER_GENERATION);

  private Tokens(Issuers issuers, KeyHasher hasher) {
    this.issuers = issuers;
    this.hasher = hasher;
  }

  /**
   * Begins to ask the issuers of the policy in force for their keys.
   *
   * @param secret random bytes of this process: under them proven tokens are remembered
   */
  public static Tokens of(
      Supplier<Optional<PolicySnapshot>> policy,
      byte[] secret,
      InstantSource clock,
      IssuerLimits limits) {
    return new Tokens(
        new Issuers(policy, new WebKeySource(limits), clock, limits), new KeyHasher(secret));
  }

  /** Whether a credential is meant to be a token: three parts, joined by dots. */
  public static boolean isMeant(String credential) {
    int first = credential.indexOf('.');
    int second = credential.indexOf('.', first + 1);
    return first > 0 && second > first && credential.indexOf('.', second + 1) < 0;
  }

  /** Waits for nothing. */
  public TokenReading read(String token, PolicySnapshot policy, Instant now) {
    if (token.length() > CHARACTERS_MAX) {
      return faulty(new CredentialFault.TokenTooLong(CHARACTERS_MAX));
    }
    byte[] hash = hasher.hash(token);
    TokenReading known = proven.find(hash, policy.version(), now);
    return known == null ? verify(token, hash, policy, now) : known;
  }

  /** A token whose form is good, and whose issuer and algorithm the policy allows. */
  private record Presented(
      byte[] hash,
      JWSObject signed,
      Map<String, Object> claims,
      TokenIssuer issuer,
      TokenAlgorithm algorithm) {}

  private TokenReading verify(String token, byte[] hash, PolicySnapshot policy, Instant now) {
    JWSObject signed;
    Map<String, Object> claims;
    try {
      signed = JWSObject.parse(token);
      claims = signed.getPayload().toJSONObject();
    } catch (ParseException | RuntimeException _) {
      return noToken("it is no signed JWT");
    }
    if (claims == null) {
      return noToken("its claims are no JSON object");
    }
    Optional<String> unfit = unfit(signed.getHeader());
    if (unfit.isPresent()) {
      return noToken(unfit.get());
    }
    TokenIssuer issuer =
        claims.get("iss") instanceof String name ? policy.policy().issuers().get(name) : null;
    if (issuer == null) {
      return faulty(new CredentialFault.UnknownIssuer());
    }
    Optional<TokenAlgorithm> algorithm =
        TokenAlgorithm.named(signed.getHeader().getAlgorithm().getName())
            .filter(issuer.terms().algorithms()::contains);
    return algorithm.isEmpty()
        ? noToken("its algorithm (alg) is not one that issuer '" + issuer.name() + "' may use")
        : verify(new Presented(hash, signed, claims, issuer, algorithm.get()), policy, now);
  }

  /** What makes a token unfit whoever has signed it. */
  private static Optional<String> unfit(JWSHeader header) {
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      return Optional.of("its header has 'crit' or 'b64', which Weir does not support");
    }
    return header.getType() == null || TYPES.contains(header.getType())
        ? Optional.empty()
        : Optional.of("its header's 'typ' says that it is for something else than JWT or at+jwt");
  }

  private TokenReading verify(Presented token, PolicySnapshot policy, Instant now) {
    TokenIssuer issuer = token.issuer();
    Optional<IssuerKeys> keys = issuers.keysOf(issuer, policy);
    if (keys.isEmpty()) {
      return later(issuer, Duration.ofSeconds(1));
    }
    return switch (keys.get().find(token.signed().getHeader().getKeyID(), token.algorithm(), now)) {
      case IssuerKeys.Finding.NotYet(Duration retryAfter) -> later(issuer, retryAfter);
      case IssuerKeys.Finding.None() -> faulty(new CredentialFault.UnknownSigner(issuer.name()));
      case IssuerKeys.Finding.Found(SigningKey key, long generation) -> {
        if (!isSignedBy(key, token.signed())) {
          yield faulty(new CredentialFault.WrongSignature());
        }
        yield switch (issuer.read(token.claims(), now)) {
          case ClaimReading.Faulty(CredentialFault fault) -> faulty(fault);
          case ClaimReading.Forbidden(String why) ->
              new TokenReading.Refused(new Refusal.NotAllowed(why));
          case ClaimReading.Speaks speaks -> {
            TokenReading.Proven reading = proven(issuer, speaks, policy);
            proven.add(
                token.hash(),
                new ProvenTokens.Entry(
                    reading, policy.version(), keys.get(), generation, speaks.until()));
            yield reading;
          }
        };
      }
    };
  }

  private static TokenReading.Proven proven(
      TokenIssuer issuer, ClaimReading.Speaks speaks, PolicySnapshot policy) {
    // A policy reads only teams of its own into what its issuers may speak for.
    Team team = policy.policy().team(speaks.team()).orElseThrow();
    return new TokenReading.Proven(
        new Principal(
            policy.policy().organisation(),
            team.id(),
            speaks.project().orElse(null),
            speaks.user().orElse(null),
            Principal.tokenOf(issuer)),
        team);
  }

  private static boolean isSignedBy(SigningKey key, JWSObject token) {
    try {
      return token.verify(key.verifier());
    } catch (JOSEException | RuntimeException _) {
      return false;
    }
  }

  private static TokenReading later(TokenIssuer issuer, Duration retryAfter) {
    return new TokenReading.Refused(new Refusal.IssuerUnavailable(issuer.name(), retryAfter));
  }

  private static TokenReading noToken(String why) {
    return faulty(new CredentialFault.NoToken(why));
  }

  private static TokenReading faulty(CredentialFault fault) {
    return new TokenReading.Refused(new Refusal.NotIdentified(fault));
  }

  @Override
  public void close() {
    issuers.close();
  }
}
