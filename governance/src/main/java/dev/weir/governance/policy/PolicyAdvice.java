package dev.weir.governance.policy;

import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.routing.RouteStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What is legal in a policy and probably not meant. */
public final class PolicyAdvice {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Policy policy;
  private final PriceList priceList;
  private final PolicyMarks marks;
  private final List<PolicyProblem> advice = new ArrayList<>();

  /** The strategies that some team can reach, by identity: a route is the same value wherever. */
  private final Set<RouteStrategy> reached = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<String> usedModels = new HashSet<>();

  private PolicyAdvice(Policy policy, PolicyMarks marks) {
    this.policy = policy;
    this.priceList = PriceList.of(policy.prices());
    this.marks = marks;
  }

  /** In the order of the text. {@code text} is what {@code policy} was read from. */
  public static List<PolicyProblem> of(Policy policy, String text) {
    var it = new PolicyAdvice(policy, PolicyMarks.of(text));
    it.findWhatIsUsed();
    it.teams();
    it.routes();
    it.models();
    it.providers();
    it.prices();
    it.advice.sort(
        Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column));
    return List.copyOf(it.advice);
  }

  private void findWhatIsUsed() {
    for (Team team : policy.teams().values()) {
      Iterable<String> names = team.models().isEmpty() ? policy.names() : team.models();
      names.forEach(name -> policy.route(name).ifPresent(this::reach));
    }
  }

  private void reach(RouteStrategy strategy) {
    if (reached.add(strategy)) {
      if (strategy instanceof RouteStrategy.Fixed(String model)) {
        usedModels.add(model);
      }
      strategy.parts().forEach(this::reach);
    }
  }

  private void teams() {
    policy
        .teams()
        .values()
        .forEach(team -> {
          String path = "teams." + team.id().value();
          if (team.limits().isEmpty()) {
            advise(path, "has no limit and may spend without end");
          }
          for (Limit limit : team.limits()) {
            if (limit.max() == 0 && limit.mode() == LimitMode.HARD) {
              advise(
                  path, "limit '" + limit.id() + "' has a max of 0, so it refuses every request");
            }
          }
        });
  }

  private void routes() {
    policy
        .routes()
        .forEach((name, strategy) -> {
          if (!reached.contains(strategy)) {
            advise(
                "routes." + name,
                "no team may use it, and no route that a team may use leads here");
          }
        });
  }

  private void models() {
    policy
        .models()
        .values()
        .forEach(model -> {
          String path = "models." + model.name();
          if (!usedModels.contains(model.name())) {
            advise(path, "no team may use it");
          } else if (!isBuiltIn(model)) {
            List<String> missing = new ArrayList<>();
            for (TokenType type : List.of(TokenType.INPUT, TokenType.OUTPUT)) {
              if (!hasPrice(model, type)) {
                missing.add(type.text());
              }
            }
            if (!missing.isEmpty()) {
              advise(
                  path,
                  "no price of %s tokens is known for '%s' of '%s': its use will cost nothing in any report"
                      .formatted(
                          String.join(" and ", missing),
                          model.upstreamModel(),
                          model.providerId()));
            }
            cacheOfAnHour(model, path);
          }
        });
  }

  /** Anthropic alone says how long it keeps what it is asked to, and asks another price for it. */
  private void cacheOfAnHour(ModelRoute model, String path) {
    Provider provider = policy.providers().get(model.providerId());
    if (provider != null
        && provider.kind() == ProviderKind.ANTHROPIC
        && hasPrice(model, TokenType.CACHE_WRITE)
        && !hasPrice(model, TokenType.CACHE_WRITE_HOUR)) {
      advise(
          path,
          "no price of cache-write-1h tokens is known for '%s': what it keeps for an hour will be unpriced"
              .formatted(model.upstreamModel()));
    }
  }

  private boolean isBuiltIn(ModelRoute model) {
    Provider provider = policy.providers().get(model.providerId());
    return provider != null && provider.address() instanceof ProviderAddress.BuiltIn;
  }

  private boolean hasPrice(ModelRoute model, TokenType type) {
    return List.of(model.upstreamModel(), model.name()).stream()
        .anyMatch(name -> priceList.find(new PriceKey(model.providerId(), name, type)).isPresent());
  }

  private void providers() {
    policy
        .providers()
        .values()
        .forEach(provider -> {
          String path = "providers." + provider.id();
          if (policy.models().values().stream()
              .noneMatch(it -> it.providerId().equals(provider.id()))) {
            advise(path, "no model is served by it");
          }
          if (provider.address() instanceof ProviderAddress.Url(var url)
              && "http".equals(url.getScheme())
              && !LOOPBACK.contains(String.valueOf(url.getHost()))
              && !provider.credentials().isEmpty()) {
            advise(path, "its credential is sent over http, where others can read it; use https");
          }
        });
  }

  /** Prices of the text itself: what the catalogue adds stands behind them. */
  private void prices() {
    for (int i = 0; i < policy.prices().size(); i++) {
      PriceEntry price = policy.prices().get(i);
      if (policy.models().values().stream().noneMatch(model -> isPriceOf(price, model))) {
        advise(
            "prices[" + i + "]",
            "no model is '%s' of '%s'; a price names the upstream-model"
                .formatted(price.model(), price.provider()));
      }
    }
  }

  private static boolean isPriceOf(PriceEntry price, ModelRoute model) {
    return price.provider().equals(model.providerId())
        && (price.model().equals(model.upstreamModel()) || price.model().equals(model.name()));
  }

  private void advise(String path, String message) {
    advice.add(marks.problem(path, message));
  }
}
