package dev.weir.governance.policy;

import dev.weir.governance.identity.ClaimMapping;
import dev.weir.governance.identity.ClaimRule;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.identity.TokenAlgorithm;
import dev.weir.governance.identity.TokenIssuer;
import dev.weir.governance.identity.TokenTerms;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code identity}: whose tokens count. */
final class IdentityParser {

  private static final int ISSUERS_MAX = 16;
  private static final int URL_MAX = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|(0{1,4}:){7}0{0,3}1)]");

  private final PolicyProblems problems;
  private final Set<TeamId> teams;
  private final Map<String, TokenIssuer> issuers = new HashMap<>();

  /** {@code teams}: those of the policy. */
  IdentityParser(PolicyProblems problems, Set<TeamId> teams) {
    this.problems = problems;
    this.teams = Set.copyOf(teams);
  }

  /** The issuers by what tokens say in {@code iss}. */
  Map<String, TokenIssuer> read(YamlMap identity) {
    try (YamlMap map = identity.map("issuers")) {
      map.entries(this::readIssuer);
    }
    if (issuers.size() > ISSUERS_MAX) {
      identity.problem("issuers", "at most " + ISSUERS_MAX + " issuers");
    }
    return issuers;
  }

  private void readIssuer(String name, YamlMap map) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          map.node(),
          "identity.issuers",
          "an issuer's name has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit");
    }
    String issuer = map.text("issuer");
    if (!issuer.isEmpty()) {
      var _ = url(map, "issuer", issuer);
    }
    Optional<URI> keysAt = map.optionalText("jwks-uri").map(text -> url(map, "jwks-uri", text));
    if (!map.has("audience")) {
      map.problem("audience", "required");
    }
    Set<String> audiences = new HashSet<>(map.texts("audience"));
    Set<TokenAlgorithm> algorithms = algorithms(map);
    var skew = map.duration("clock-skew", TokenTerms.SKEW_USUAL);
    Optional<TokenTerms> terms =
        map.has("audience")
            ? map.checked(_ -> new TokenTerms(audiences, algorithms, skew))
            : Optional.empty();
    Optional<ClaimMapping> mapping = mapping(map);
    if (!issuer.isEmpty() && terms.isPresent() && mapping.isPresent()) {
      TokenIssuer read = new TokenIssuer(name, issuer, keysAt, terms.get(), mapping.get());
      if (issuers.put(issuer, read) != null) {
        map.problem("issuer", "another entry has this issuer; keep one");
      }
    }
  }

  private Optional<ClaimMapping> mapping(YamlMap map) {
    Set<TeamId> allowed = new HashSet<>();
    map.each(
        "teams",
        (path, node) -> {
          String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          List<String> known = teams.stream().map(TeamId::value).toList();
          if (known.contains(text)) {
            allowed.add(new TeamId(text));
          } else {
            problems.add(node, path, "no team '" + text + "'" + Suggestion.among(known, text));
          }
        });
    try (YamlMap claims = map.map("claims");
        YamlMap defaults = map.map("defaults")) {
      ClaimRule team = rule(claims, defaults, "team");
      ClaimRule project = rule(claims, defaults, "project");
      ClaimRule user =
          claims.has("user")
              ? rule(claims, defaults, "user")
              : new ClaimRule(Optional.of("sub"), defaults.optionalText("user"));
      return map.checked(
          _ -> new ClaimMapping(team, project, user, map.has("teams") ? allowed : teams));
    }
  }

  private static ClaimRule rule(YamlMap claims, YamlMap defaults, String key) {
    return new ClaimRule(claims.optionalText(key), defaults.optionalText(key));
  }

  private Set<TokenAlgorithm> algorithms(YamlMap map) {
    if (!map.has("algorithms")) {
      return EnumSet.allOf(TokenAlgorithm.class);
    }
    Set<TokenAlgorithm> chosen = EnumSet.noneOf(TokenAlgorithm.class);
    List<String> names = Arrays.stream(TokenAlgorithm.values()).map(TokenAlgorithm::text).toList();
    map.each(
        "algorithms",
        (path, node) -> {
          String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          TokenAlgorithm.named(text)
              .ifPresentOrElse(
                  chosen::add,
                  () ->
                      problems.add(
                          node,
                          path,
                          "expected one of "
                              + String.join(", ", names)
                              + Suggestion.among(names, text)));
        });
    return chosen;
  }

  /** Whoever answers there decides who calls: nobody on the way may. */
  private static URI url(YamlMap map, String key, String text) {
    try {
      URI uri = URI.create(text);
      boolean near = uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
      boolean safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && near);
      if (safe
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && text.length() <= URL_MAX) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    map.problem(
        key, "expected a URL like https://sso.example.com/realms/acme (https, but on loopback)");
    return URI.create("");
  }
}
