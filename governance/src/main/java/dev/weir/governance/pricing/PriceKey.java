package dev.weir.governance.pricing;

/** What has a price: one token type of one model of one provider in one tier of service. */
public record PriceKey(String provider, String model, TokenType type, ServiceTier tier) {

  /** In the default tier. */
  public PriceKey(String provider, String model, TokenType type) {
    this(provider, model, type, ServiceTier.DEFAULT);
  }

  /**
   * The key of the price book's topic: {@code provider|model|tokenType}, and {@code |tier} after it
   * where that is not the default.
   */
  public String text() {
    String text = provider + "|" + model + "|" + type.text();
    return tier.isDefault() ? text : text + "|" + tier.name();
  }

  PriceKey of(TokenType other) {
    return new PriceKey(provider, model, other, tier);
  }
}
