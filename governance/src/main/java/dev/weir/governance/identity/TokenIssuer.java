package dev.weir.governance.identity;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may say who calls: an OpenID provider, and what its tokens are read for. The signature is
 * verified before any of this is asked.
 *
 * @param name how records and messages name it
 * @param issuer as tokens say it in {@code iss}, to the letter (RFC 7519, section 4.1.1)
 * @param keysAt where its keys are; nothing where they are discovered
 */
public record TokenIssuer(
    String name, String issuer, Optional<URI> keysAt, TokenTerms terms, ClaimMapping mapping) {

  private static final int TEXT_MAX = 128;

  /** Decides by the claims alone; {@code claims} are a JSON object. */
  public ClaimReading read(Map<String, ? extends @Nullable Object> claims, Instant now) {
    Instant until = time(claims.get("exp"));
    if (until == null) {
      return faulty(new CredentialFault.NoToken("it has no expiry (exp)"));
    }
    if (!names(claims.get("aud"))) {
      return faulty(new CredentialFault.WrongAudience(new TreeSet<>(terms.audiences())));
    }
    Instant dead = later(until);
    if (!now.isBefore(dead)) {
      return faulty(new CredentialFault.ExpiredToken(until));
    }
    for (String start : List.of("nbf", "iat")) {
      Object value = claims.get(start);
      Instant from = time(value);
      if (value != null && from == null) {
        return faulty(new CredentialFault.NoToken("its '" + start + "' is no time"));
      }
      if (from != null && now.plus(terms.clockSkew()).isBefore(from)) {
        return faulty(new CredentialFault.EarlyToken(from));
      }
    }
    return speaker(claims, dead);
  }

  private ClaimReading speaker(Map<String, ? extends @Nullable Object> claims, Instant until) {
    Object named = mapping.team().in(claims);
    Set<TeamId> teams = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    switch (named) {
      case null -> {}
      case String text -> {
        Optional<TeamId> team = allowed(text);
        if (team.isEmpty()) {
          return new ClaimReading.Forbidden(
              "The token's '%s' names no team that issuer '%s' may speak for."
                  .formatted(mapping.team().name(), name));
        }
        teams.add(team.get());
      }
      case List<?> several -> several.forEach(each -> allowed(each).ifPresent(teams::add));
      default -> {
        return unusable(mapping.team());
      }
    }
    if (teams.size() > 1) {
      return new ClaimReading.Forbidden(
          "The token's '%s' names several teams: %s. Weir bills one; ask for a token of one."
              .formatted(mapping.team().name(), teams));
    }
    if (teams.isEmpty()) {
      Optional<String> usual = mapping.team().otherwise();
      if (usual.isEmpty()) {
        return new ClaimReading.Forbidden(
            "The token's '%s' names no team that issuer '%s' may speak for."
                .formatted(mapping.team().name(), name));
      }
      teams.add(new TeamId(usual.get()));
    }
    return person(claims, teams.iterator().next(), until);
  }

  private ClaimReading person(
      Map<String, ? extends @Nullable Object> claims, TeamId team, Instant until) {
    for (ClaimRule rule : List.of(mapping.project(), mapping.user())) {
      Object value = rule.in(claims);
      if (value != null
          && !(value instanceof String text && !text.isBlank() && text.length() <= TEXT_MAX)) {
        return unusable(rule);
      }
    }
    return new ClaimReading.Speaks(
        team, text(mapping.project(), claims), text(mapping.user(), claims), until);
  }

  private static Optional<String> text(
      ClaimRule rule, Map<String, ? extends @Nullable Object> claims) {
    return rule.in(claims) instanceof String text ? Optional.of(text) : rule.otherwise();
  }

  /** Keycloak writes a group as a path: {@code /search} is team {@code search}. */
  private Optional<TeamId> allowed(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    String plain = text.startsWith("/") ? text.substring(1) : text;
    return mapping.teams().stream().filter(team -> team.value().equals(plain)).findFirst();
  }

  /** One text or a list of them (RFC 7519, section 4.1.3). */
  private boolean names(@Nullable Object audience) {
    return audience instanceof List<?> several
        ? several.stream().anyMatch(each -> each instanceof String text && isOurs(text))
        : audience instanceof String text && isOurs(text);
  }

  private boolean isOurs(String audience) {
    return terms.audiences().contains(audience);
  }

  private Instant later(Instant time) {
    try {
      return time.plus(terms.clockSkew());
    } catch (DateTimeException | ArithmeticException _) {
      return time;
    }
  }

  /** Seconds since the epoch, with or without a fraction (RFC 7519, section 2, NumericDate). */
  private static @Nullable Instant time(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    double seconds = number.doubleValue();
    return Double.isNaN(seconds) || Math.abs(seconds) > Instant.MAX.getEpochSecond()
        ? null
        : Instant.ofEpochMilli((long) (seconds * 1_000));
  }

  private ClaimReading unusable(ClaimRule rule) {
    return faulty(
        new CredentialFault.NoToken(
            "its '" + rule.name() + "' is not a text of 1 to " + TEXT_MAX + " characters"));
  }

  private static ClaimReading faulty(CredentialFault fault) {
    return new ClaimReading.Faulty(fault);
  }
}
