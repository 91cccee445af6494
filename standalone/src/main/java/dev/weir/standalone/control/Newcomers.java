package dev.weir.standalone.control;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import dev.weir.schemas.event.Price;
import java.util.HashSet;
import java.util.Set;

/**
 * The new prices of a policy that take no other price's place. Two may: that of a class of tokens
 * which is charged as another one while it has none ({@link TokenType#pricedAs}), and that of a
 * name that no model of the policy has, since providers answer with dated names, which are looked
 * up before the name that was asked for.
 */
final class Newcomers {

  private final Set<String> models = new HashSet<>();
  private final Set<String> book;

  /**
   * @param book the keys of the prices in force
   */
  Newcomers(Policy policy, Set<String> book) {
    this.book = book;
    for (ModelRoute model : policy.models().values()) {
      models.add(model.providerId() + '|' + model.upstreamModel());
      models.add(model.providerId() + '|' + model.name());
    }
  }

  /** Whether this price, which the book does not have, is one of them. */
  boolean has(Price price) {
    return models.contains(price.getProvider() + '|' + price.getModel())
        && !isChargedAsAnother(price);
  }

  private boolean isChargedAsAnother(Price price) {
    return TokenType.of(price.getTokenType())
        .flatMap(TokenType::pricedAs)
        .map(type ->
            new PriceKey(
                    price.getProvider(),
                    price.getModel(),
                    type,
                    ServiceTier.of(price.getServiceTier()))
                .text())
        .filter(book::contains)
        .isPresent();
  }
}
