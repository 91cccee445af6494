package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.ClaimRule;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.identity.TokenAlgorithm;
import dev.weir.governance.identity.TokenIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityParserTest {

  private static final String BEFORE =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
        ads: {}
      identity:
        issuers:
      """;

  private static TokenIssuer read(String issuers) {
    PolicyReading reading = PolicyParser.parse(BEFORE + issuers.indent(4));
    assertThat(reading).isInstanceOf(PolicyReading.Valid.class);
    return ((PolicyReading.Valid) reading).policy().issuers().values().iterator().next();
  }

  private static List<String> problems(String issuers) {
    return PolicyParser.parse(BEFORE + issuers.indent(4)) instanceof PolicyReading.Invalid(var all)
        ? all.stream().map(PolicyProblem::toString).toList()
        : List.of();
  }

  @Test
  void readsAnIssuerWithAllThatCanBeSaidOfIt() {
    TokenIssuer issuer =
        read(
            """
            sso:
              issuer: https://sso.example.com/realms/acme
              jwks-uri: https://keys.example.com/jwks
              audience: [weir, gateway]
              algorithms: [RS256, EdDSA]
              clock-skew: 5s
              claims: {team: groups, project: azp, user: preferred_username}
              defaults: {team: search, project: web}
              teams: [search]
            """);

    assertThat(issuer.name()).isEqualTo("sso");
    assertThat(issuer.issuer()).isEqualTo("https://sso.example.com/realms/acme");
    assertThat(issuer.keysAt()).contains(URI.create("https://keys.example.com/jwks"));
    assertThat(issuer.terms().audiences()).containsExactlyInAnyOrder("weir", "gateway");
    assertThat(issuer.terms().algorithms())
        .containsExactlyInAnyOrder(TokenAlgorithm.RS256, TokenAlgorithm.EDDSA);
    assertThat(issuer.terms().clockSkew()).isEqualTo(Duration.ofSeconds(5));
    assertThat(issuer.mapping().team())
        .isEqualTo(new ClaimRule(Optional.of("groups"), Optional.of("search")));
    assertThat(issuer.mapping().teams()).containsExactly(new TeamId("search"));
  }

  @Test
  void takesWhatIsUsualWhereNothingIsSaid() {
    TokenIssuer issuer =
        read("sso: {issuer: 'https://sso.example.com', audience: [weir], claims: {team: team}}");

    assertThat(issuer.keysAt()).isEmpty();
    assertThat(issuer.terms().algorithms()).isEqualTo(EnumSet.allOf(TokenAlgorithm.class));
    assertThat(issuer.terms().clockSkew()).isEqualTo(Duration.ofSeconds(60));
    assertThat(issuer.mapping().project()).isEqualTo(ClaimRule.NONE);
    assertThat(issuer.mapping().user().claim()).contains("sub");
    assertThat(issuer.mapping().teams())
        .containsExactlyInAnyOrder(new TeamId("search"), new TeamId("ads"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sso.example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1/realms/acme",
        "ftp://sso.example.com",
        "https://jo:secret@sso.example.com",
        "https://sso.example.com/#a",
        "https:///realms",
        "sso.example.com",
        "https://sso example.com",
      })
  void trustsNoIssuerWhoseKeysOthersCouldChange(String url) {
    assertThat(problems("sso: {issuer: '" + url + "', audience: [weir], claims: {team: team}}"))
        .singleElement()
        .asString()
        .contains("issuer", "https://sso.example.com/realms/acme (https, but on loopback)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8180/realms/acme", "http://localhost", "http://[::1]:80"})
  void trustsAnIssuerOnLoopbackWithoutTls(String url) {
    assertThat(problems("sso: {issuer: '" + url + "', audience: [weir], claims: {team: team}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audience: [weir] | audience: [] | names at least one",
        "audience: [weir] | algorithms: [RS256] | required",
        "audience: [weir] | audience: weir | expected a list",
        "audience: [weir] | audience: [weir], algorithms: [none] | expected one of RS256",
        "audience: [weir] | audience: [weir], algorithms: [HS256] | did you mean 'RS256'?",
        "audience: [weir] | audience: [weir], clock-skew: 1h | from 0s to 10m",
        "audience: [weir] | audience: [weir], teams: [serch] | did you mean 'search'?",
        "audience: [weir] | audience: [weir], audiense: [a] | did you mean 'audience'?",
        "claims: {team: team} | defaults: {team: sales} | default team 'sales' is not one",
        "claims: {team: team} | defaults: {project: web} | state claims.team or defaults.team",
        "sso: | SSO!: | a-z 0-9",
      })
  void saysWhatIsWrongWithAnIssuer(String good, String bad, String said) {
    String issuer =
        "sso: {issuer: 'https://sso.example.com', audience: [weir], claims: {team: team}}";

    assertThat(problems(issuer.replace(good, bad)))
        .anySatisfy(problem -> assertThat(problem).contains(said));
  }

  @Test
  void takesAnIssuerOnce() {
    String issuer =
        ": {issuer: 'https://sso.example.com', audience: [weir], claims: {team: team}}\n";

    assertThat(problems("a" + issuer + "b" + issuer))
        .singleElement()
        .asString()
        .contains("another entry has this issuer");
  }
}
