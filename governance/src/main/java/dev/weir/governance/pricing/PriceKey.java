package dev.weir.governance.pricing;

/** What has a price: one token type of one model of one provider. */
public record PriceKey(String provider, String model, TokenType type) {

  /** The key of the price book's topic: {@code provider|model|tokenType}. */
  public String text() {
    return provider + "|" + model + "|" + type.text();
  }
}
