package dev.weir.governance.policy;

import dev.weir.governance.burn.BudgetAlerts;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.guard.Spotlighting;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.identity.TokenIssuer;
import dev.weir.governance.pricing.Discounts;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.governance.routing.RoutingRules;
import dev.weir.governance.statement.SharedCost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code policy.yaml}. Pure: the same text always gives the same reading. */
public final class PolicyParser {

  /** A longer text is refused unread. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** Stands in for a team whose name is wrong, so that its limits are still checked. */
  private static final TeamId UNREADABLE = new TeamId("unreadable");

  private static final Set<String> BUILT_IN = Set.of("echo");

  private final PolicyProblems problems;
  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<String, ModelRoute> models = new HashMap<>();
  private final Map<String, RouteStrategy> routes = new HashMap<>();
  private final Map<String, RouteOptions> routeOptions = new HashMap<>();

  /** What callers may name, routes that are at fault among it. */
  private final Set<String> names = new HashSet<>();

  private final Map<TeamId, Team> teams = new HashMap<>();
  private final Map<NativeApi, String> passthrough = new EnumMap<>(NativeApi.class);
  private final Map<String, TokenIssuer> issuers = new HashMap<>();
  private final GuardParser guardParser;
  private Spotlighting spotlighting = Spotlighting.OFF;
  private final List<Guard> organisationsGuards = new ArrayList<>();

  private PolicyParser(PolicyProblems problems) {
    this.problems = problems;
    this.guardParser = new GuardParser(problems, InlineDetectors.rules());
  }

  public static PolicyReading parse(String text) {
    return parse(text, new PolicyProblems());
  }

  static PolicyReading parse(String text, PolicyProblems problems) {
    if (text.length() > MAX_CHARACTERS) {
      return invalid(1, 1, "the policy is longer than " + MAX_CHARACTERS + " characters");
    }
    try {
      Optional<Node> root = new Compose(settings()).composeString(text);
      return root.isPresent()
          ? new PolicyParser(problems).read(root.get())
          : invalid(
              1,
              1,
              "the policy is empty; it needs at least organisation, providers, models and teams");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      return invalid(line, column, "no valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      return invalid(1, 1, "no valid YAML: " + e.getMessage());
    }
  }

  /** The JSON Schema (2020-12) of a policy, for editors. */
  public static String schema() {
    try (InputStream file =
        Objects.requireNonNull(PolicyParser.class.getResourceAsStream("policy.schema.json"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How every text of a policy is read as YAML. */
  static LoadSettings settings() {
    return LoadSettings.builder()
        .setCodePointLimit(MAX_CHARACTERS)
        .setMaxAliasesForCollections(20)
        .setLabel("policy.yaml")
        .build();
  }

  private static PolicyReading invalid(int line, int column, String message) {
    return new PolicyReading.Invalid(List.of(new PolicyProblem(line, column, "", message)));
  }

  private PolicyReading read(Node rootNode) {
    String organisation;
    RoutingRules routing;
    List<Limit> limits;
    BudgetAlerts alerts;
    PriceParser prices;
    List<SharedCost> sharedCosts;
    try (YamlMap root = new YamlMap(rootNode, "", problems)) {
      organisation = root.text("organisation");
      RecordingMode recording = recording(root, RecordingMode.SPOOL);
      required(root, "providers").entries(this::readProvider);
      required(root, "models").entries(this::readModel);
      try (YamlMap map = root.map("routes")) {
        RouteParser parser = new RouteParser(problems, models.keySet());
        routes.putAll(parser.read(map));
        routeOptions.putAll(parser.options());
        names.addAll(models.keySet());
        names.addAll(parser.names());
      }
      try (YamlMap map = root.map("passthrough")) {
        readPassthrough(map);
      }
      routing = RoutingParser.read(root);
      guardParser.readRecognizers(root);
      organisationsGuards.addAll(guardParser.read(root));
      spotlighting = root.choice("spotlight", Spotlighting.class, Spotlighting.OFF);
      required(root, "teams").entries((name, team) -> readTeam(name, team, recording));
      limits = new LimitParser(problems, names).read(root, Optional.empty());
      prices = new PriceParser(problems, models, providers.keySet(), teams.keySet());
      prices.read(root);
      sharedCosts = new SharedCostParser(problems, teams.keySet()).read(root);
      try (YamlMap identity = root.map("identity")) {
        issuers.putAll(new IdentityParser(problems, teams.keySet()).read(identity));
      }
      alerts = new AlertParser(problems).read(root);
    }
    return problems.isEmpty()
        ? new PolicyReading.Valid(
            new Policy(
                organisation,
                providers,
                models,
                routes,
                routeOptions,
                routing,
                teams,
                prices.prices(),
                new Discounts(prices.discounts()),
                passthrough,
                issuers,
                alerts,
                sharedCosts,
                limits))
        : new PolicyReading.Invalid(problems.inOrder());
  }

  private static YamlMap required(YamlMap root, String key) {
    if (!root.has(key)) {
      root.problem(key, "required");
    }
    return root.map(key);
  }

  private static RecordingMode recording(YamlMap map, RecordingMode otherwise) {
    return map.choice("recording", RecordingMode.class, otherwise);
  }

  private void readProvider(String id, YamlMap map) {
    ProviderAddress address = address(map);
    ProviderKind kind = map.choice("kind", ProviderKind.class, ProviderKind.OPENAI_COMPATIBLE);
    String apiVersion = onlyFor(map, "api-version", kind == ProviderKind.AZURE_OPENAI);
    List<ProviderCredential> credentials =
        new CredentialParser(map, kind, address, problems).read();
    Provider.Timeouts usual = Provider.Timeouts.DEFAULT;
    try (YamlMap times = map.map("timeouts")) {
      var connect = times.duration("connect", usual.connect());
      var firstByte = times.duration("first-byte", usual.firstByte());
      var idle = times.duration("idle", usual.idle());
      times
          .checked(_ -> new Provider.Timeouts(connect, firstByte, idle))
          .ifPresent(timeouts ->
              providers.put(
                  id, new Provider(id, kind, address, credentials, timeouts, apiVersion)));
    }
  }

  /** A text that one kind of provider needs and no other takes. */
  private static String onlyFor(YamlMap map, String key, boolean needed) {
    Optional<String> text = map.optionalText(key);
    if (needed && text.isEmpty()) {
      map.problem(key, "required for this kind of provider");
    } else if (!needed && text.isPresent()) {
      map.problem(key, "this kind of provider takes none");
    }
    return text.orElse("");
  }

  private static ProviderAddress address(YamlMap map) {
    Optional<String> builtIn = map.optionalText("builtin");
    Optional<String> url = map.optionalText("url");
    if (builtIn.isPresent() == url.isPresent()) {
      map.problem("url", "expected either url or builtin");
    }
    if (builtIn.isPresent()) {
      if (!BUILT_IN.contains(builtIn.get())) {
        map.problem("builtin", "expected one of " + String.join(", ", BUILT_IN));
      }
      return new ProviderAddress.BuiltIn(builtIn.get());
    }
    return new ProviderAddress.Url(
        url.map(text -> baseUrl(map, "url", text)).orElse(URI.create("")));
  }

  static URI baseUrl(YamlMap map, String key, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like every other text that is no base URL.
    }
    map.problem(key, "expected a base URL like https://api.openai.com/v1");
    return URI.create("");
  }

  private void readModel(String name, YamlMap map) {
    String provider = map.text("provider");
    if (!provider.isEmpty() && !providers.containsKey(provider)) {
      map.problem(
          "provider",
          "no provider '"
              + provider
              + "'"
              + Suggestion.among(List.copyOf(providers.keySet()), provider));
    }
    if (NativeApi.under(name).isPresent()) {
      problems.add(
          map.node(), "models." + name, "a model cannot be named like a path of a provider's API");
    }
    String upstream = map.optionalText("upstream-model").orElse(name);
    ModelTraits traits =
        new ModelTraits(
            map.optionalPositive("context-tokens"),
            map.optionalPositive("max-output-tokens"),
            map.choices("capabilities", Capability.class));
    models.put(
        name,
        new ModelRoute(name, provider, upstream, traits, map.optionalPositive("max-concurrent")));
  }

  private void readPassthrough(YamlMap map) {
    for (NativeApi api : NativeApi.values()) {
      Optional<String> id = map.optionalText(api.text());
      if (id.isEmpty()) {
        continue;
      }
      Provider provider = providers.get(id.get());
      if (provider == null) {
        map.problem(
            api.text(),
            "no provider '"
                + id.get()
                + "'"
                + Suggestion.among(List.copyOf(providers.keySet()), id.get()));
      } else if (!api.isOf(provider.kind())) {
        map.problem(api.text(), "a provider of another kind has no such API");
      }
      passthrough.put(api, id.get());
    }
  }

  private Set<String> allowedPaths(YamlMap map) {
    List<String> paths = map.texts("passthrough");
    for (String path : paths) {
      Optional<NativeApi> api = NativeApi.under(path);
      if (api.isEmpty() || path.endsWith("/") || path.contains("..") || path.contains("?")) {
        map.problem("passthrough", "expected a path like /openai/v1/files, not '" + path + "'");
      } else if (!passthrough.containsKey(api.get())) {
        map.problem(
            "passthrough", "set the policy's passthrough." + api.get().text() + " for this path");
      }
    }
    return Set.copyOf(paths);
  }

  private void readTeam(String name, YamlMap map, RecordingMode otherwise) {
    Optional<TeamId> id = map.checked(_ -> new TeamId(name));
    RecordingMode recording = recording(map, otherwise);
    List<String> allowed = map.texts("models");
    for (String model : allowed) {
      if (!names.contains(model)) {
        map.problem(
            "models",
            "no model or route '" + model + "'" + Suggestion.among(List.copyOf(names), model));
      }
    }
    List<Limit> limits =
        new LimitParser(problems, names).read(map, Optional.of(id.orElse(UNREADABLE)));
    Set<String> paths = allowedPaths(map);
    GuardPlan guards =
        GuardPlan.of(organisationsGuards, guardParser.read(map), guardParser.recognizers().values())
            .marking(map.choice("spotlight", Spotlighting.class, spotlighting));
    TranslationLoss loss = map.choice("translation", TranslationLoss.class, TranslationLoss.DROP);
    id.ifPresent(team ->
        teams.put(
            team, new Team(team, recording, Set.copyOf(allowed), limits, paths, loss, guards)));
  }
}
