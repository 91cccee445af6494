package dev.weir.standalone.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a provider's export: tokens, or a cost.
 *
 * @param day in UTC
 * @param model as {@link ModelName} has it; empty where the export does not say
 * @param key the provider's name or id of the key; empty where the export does not say
 */
record ExportRow(
    LocalDate day, String model, String key, Map<TokenClass, Long> tokens, Optional<Amount> cost) {

  /** An amount and its currency (ISO 4217, upper case). */
  record Amount(BigDecimal value, String currency) {}

  static ExportRow used(LocalDate day, String model, String key, Map<TokenClass, Long> tokens) {
    return new ExportRow(day, ModelName.plain(model), key, new EnumMap<>(tokens), Optional.empty());
  }

  static ExportRow charged(
      LocalDate day, String model, String key, BigDecimal value, String currency) {
    return new ExportRow(
        day,
        ModelName.plain(model),
        key,
        Map.of(),
        Optional.of(new Amount(value, currency.toUpperCase(Locale.ROOT))));
  }
}
