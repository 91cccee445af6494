package dev.weir.governance.detection;

/** What a detector can find. */
public enum FindingType {
  PAYMENT_CARD("payment-card", "Payment card number", Sensitivity.HIGH),
  EMAIL_ADDRESS("email-address", "E-mail address", Sensitivity.LOW),
  PHONE_NUMBER("phone-number", "Phone number", Sensitivity.LOW),
  IBAN("iban", "Bank account number (IBAN)", Sensitivity.HIGH),
  BANK_ID("bank-id", "Bank or account number", Sensitivity.MEDIUM),
  CRYPTO_WALLET("crypto-wallet", "Address of a crypto wallet", Sensitivity.MEDIUM),
  IP_ADDRESS("ip-address", "IP address", Sensitivity.LOW),
  MAC_ADDRESS("mac-address", "MAC address", Sensitivity.LOW),
  URL_CREDENTIALS("url-credentials", "Credentials in a URL", Sensitivity.HIGH),
  DATE_OF_BIRTH("date-of-birth", "Date of birth", Sensitivity.MEDIUM),
  US_SSN("us-ssn", "US social security number", Sensitivity.HIGH),
  US_ITIN("us-itin", "US taxpayer number (ITIN)", Sensitivity.HIGH),
  PASSPORT("passport", "Passport number", Sensitivity.HIGH),
  DRIVER_LICENCE("driver-licence", "Driver's licence number", Sensitivity.HIGH),
  NATIONAL_ID("national-id", "National identity or tax number", Sensitivity.HIGH),
  MEDICAL_ID("medical-id", "Medical identity number", Sensitivity.HIGH),
  PERSON("person", "Name of a person", Sensitivity.LOW),
  LOCATION("location", "Place or address", Sensitivity.LOW),
  ORGANISATION("organisation", "Name of an organisation", Sensitivity.LOW),
  STREET_ADDRESS("street-address", "Postal address", Sensitivity.LOW),
  NATIONALITY("nationality", "Nationality or religion", Sensitivity.LOW),
  TITLE("title", "Title or profession", Sensitivity.LOW),
  DATE_TIME("date-time", "Date", Sensitivity.LOW),
  AGE("age", "Age", Sensitivity.LOW),
  POSTAL_CODE("postal-code", "Postal code", Sensitivity.LOW),
  SECRET("secret", "Secret", Sensitivity.HIGH),
  INJECTION("injection", "Attempt to take over the model", Sensitivity.HIGH),
  CUSTOM("custom", "What the policy looks for", Sensitivity.MEDIUM);

  private final String text;
  private final String title;
  private final Sensitivity sensitivity;

  FindingType(String text, String title, Sensitivity sensitivity) {
    this.text = text;
    this.title = title;
    this.sensitivity = sensitivity;
  }

  /** The name in alerts and policies. */
  public String text() {
    return text;
  }

  /** What it is, in words that a sentence can begin with. */
  public String title() {
    return title;
  }

  /** How much harm it does in wrong hands. */
  public Sensitivity sensitivity() {
    return sensitivity;
  }

  /** How much harm a finding does in wrong hands. */
  public enum Sensitivity {
    LOW,
    MEDIUM,
    HIGH
  }
}
