package dev.weir.governance.detection;

/** What a detector can find. */
public enum FindingType {
  PAYMENT_CARD("payment-card"),
  EMAIL_ADDRESS("email-address"),
  PERSON("person"),
  LOCATION("location"),
  ORGANISATION("organisation"),
  STREET_ADDRESS("street-address"),
  NATIONALITY("nationality"),
  TITLE("title"),
  DATE_TIME("date-time"),
  AGE("age"),
  POSTAL_CODE("postal-code");

  private final String text;

  FindingType(String text) {
    this.text = text;
  }

  /** The name in alerts and policies. */
  public String text() {
    return text;
  }
}
