package dev.weir.governance.detection;

/** What a detector can find. */
public enum FindingType {
  PAYMENT_CARD("payment-card"),
  EMAIL_ADDRESS("email-address"),
  SECRET("secret");

  private final String text;

  FindingType(String text) {
    this.text = text;
  }

  /** The name in alerts and policies. */
  public String text() {
    return text;
  }
}
