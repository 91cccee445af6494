package dev.weir.governance.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from claims once the signature holds. */
final class TokenIssuerTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long NOON_SECONDS = NOON.getEpochSecond();
  private static final TeamId SEARCH = new TeamId("search");
  private static final TeamId ADS = new TeamId("ads");

  private final Map<String, @Nullable Object> claims = new HashMap<>();

  TokenIssuerTest() {
    claims.put("aud", "weir");
    claims.put("exp", NOON_SECONDS + 300);
    claims.put("team", "search");
    claims.put("sub", "jo");
  }

  private static ClaimRule at(String claim) {
    return new ClaimRule(Optional.of(claim), Optional.empty());
  }

  private static TokenIssuer issuer(ClaimRule team, ClaimRule project) {
    return new TokenIssuer(
        "sso",
        "https://sso.example.com",
        Optional.empty(),
        new TokenTerms(Set.of("weir"), Set.of(TokenAlgorithm.RS256), Duration.ofSeconds(60)),
        new ClaimMapping(team, project, at("sub"), Set.of(SEARCH, ADS)));
  }

  private ClaimReading read() {
    return issuer(at("team"), ClaimRule.NONE).read(claims, NOON);
  }

  @Test
  void saysForWhomTheTokenSpeaksAndUntilWhen() {
    assertThat(read())
        .isEqualTo(
            new ClaimReading.Speaks(
                SEARCH, Optional.empty(), Optional.of("jo"), NOON.plusSeconds(360)));
  }

  @ParameterizedTest
  @CsvSource({"-59, true", "-60, false", "-61, false"})
  void aTokenLivesAsMuchLongerAsClocksMayDiffer(int expires, boolean lives) {
    claims.put("exp", NOON_SECONDS + expires);

    assertThat(read() instanceof ClaimReading.Speaks).isEqualTo(lives);
  }

  @ParameterizedTest
  @CsvSource({"nbf, 60, true", "nbf, 61, false", "iat, 60, true", "iat, 61, false"})
  void aTokenOfTheFutureIsTakenAsFarAsClocksMayDiffer(String claim, int from, boolean lives) {
    claims.put(claim, NOON_SECONDS + from);

    assertThat(read() instanceof ClaimReading.Speaks).isEqualTo(lives);
  }

  @Test
  void readsTimesWithAFraction() {
    claims.put("exp", NOON_SECONDS + 0.5);

    assertThat(read())
        .isInstanceOfSatisfying(
            ClaimReading.Speaks.class,
            speaks -> assertThat(speaks.until()).isEqualTo(NOON.plusMillis(60_500)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY, 3.1556889864403E16})
  void neverBreaksOnATimeThatIsNone(double time) {
    claims.put("exp", time);
    claims.put("iat", time);

    assertThat(read()).isNotNull();
  }

  @Test
  void aTokenWithoutAnEndIsNone() {
    claims.remove("exp");

    assertThat(read())
        .isEqualTo(new ClaimReading.Faulty(new CredentialFault.NoToken("it has no expiry (exp)")));
  }

  @Test
  void takesTheDefaultOnlyWhereTheClaimIsAbsent() {
    ClaimRule rule = new ClaimRule(Optional.of("team"), Optional.of("ads"));
    claims.remove("team");
    assertThat(issuer(rule, ClaimRule.NONE).read(claims, NOON))
        .isInstanceOfSatisfying(
            ClaimReading.Speaks.class, speaks -> assertThat(speaks.team()).isEqualTo(ADS));

    claims.put("team", "unheard");
    assertThat(issuer(rule, ClaimRule.NONE).read(claims, NOON))
        .isInstanceOf(ClaimReading.Forbidden.class);
  }

  @Test
  void findsTheOneTeamAmongGroups() {
    claims.put("team", List.of("/everybody", "/ads", 7));
    assertThat(read())
        .isInstanceOfSatisfying(
            ClaimReading.Speaks.class, speaks -> assertThat(speaks.team()).isEqualTo(ADS));

    claims.put("team", List.of("/search", "/ads"));
    assertThat(read())
        .isEqualTo(
            new ClaimReading.Forbidden(
                "The token's 'team' names several teams: [ads, search]. Weir bills one; ask for a"
                    + " token of one."));

    claims.put("team", List.of("/everybody"));
    assertThat(read()).isInstanceOf(ClaimReading.Forbidden.class);
  }

  @Test
  void findsAClaimInsideOthersAndOneWhoseNameHasDots() {
    claims.put("resource_access", Map.of("weir", Map.of("project", "web")));
    assertThat(issuer(at("team"), at("resource_access.weir.project")).read(claims, NOON))
        .isInstanceOfSatisfying(
            ClaimReading.Speaks.class, speaks -> assertThat(speaks.project()).contains("web"));

    claims.put("https://acme.example/project", "shop");
    assertThat(issuer(at("team"), at("https://acme.example/project")).read(claims, NOON))
        .isInstanceOfSatisfying(
            ClaimReading.Speaks.class, speaks -> assertThat(speaks.project()).contains("shop"));
  }

  @Test
  void refusesAClaimThatIsNoTextOrTooLong() {
    for (Object value : List.of(7, List.of("jo"), Map.of(), " ", "x".repeat(129))) {
      claims.put("sub", value);
      assertThat(read())
          .isEqualTo(
              new ClaimReading.Faulty(
                  new CredentialFault.NoToken("its 'sub' is not a text of 1 to 128 characters")));
    }
  }
}
