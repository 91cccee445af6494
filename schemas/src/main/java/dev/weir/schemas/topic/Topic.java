package dev.weir.schemas.topic;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.event.CatalogueDocument;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.RouteHealthReport;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** The catalogue of Weir's topics. Keys are UTF-8 strings; the texts of the schemas say which. */
public enum Topic {
  PROMPTS("prompts", Partitioning.SHARED, days(3), Prompt.class),
  RESPONSE_CHUNKS("response-chunks", Partitioning.SHARED, days(3), ResponseFrame.class),
  TOKEN_COUNTS("token-counts", Partitioning.SHARED, days(35), Usage.class),
  ADMISSIONS("admissions", Partitioning.SHARED, days(7), Admission.class),
  POLICY("policy", Partitioning.SINGLE, compact(), PolicyEntry.class),
  CATALOGUE("catalogue", Partitioning.SINGLE, compact(), CatalogueDocument.class),
  PRICE_BOOK("price-book", Partitioning.SINGLE, compact(), Price.class),
  QUOTA_DEMAND("quota-demand", Partitioning.SHARED, days(1), QuotaDemand.class),
  QUOTA_GRANTS("quota-grants", Partitioning.SHARED, compact(), QuotaGrant.class),
  QUOTA_STATE("quota-state", Partitioning.SHARED, compact(), QuotaState.class),
  EXCHANGE_PROGRESS("exchange-progress", Partitioning.SINGLE, compact(), ExchangeProgress.class),
  ROUTE_HEALTH("route-health", Partitioning.SINGLE, compact(), RouteHealthReport.class),
  RATED_USAGE("rated-usage", Partitioning.SHARED, days(35), RatedUsage.class),
  CHARGEBACK("chargeback", Partitioning.SHARED, days(400), ChargebackRow.class),
  STATEMENTS("statements", Partitioning.SINGLE, compact(), StatementClosing.class),
  SIGHTINGS("sightings", Partitioning.SHARED, days(90), AlertSource.class),
  ALERTS("alerts", Partitioning.SHARED, days(90), Alert.class),
  AUDIT("audit", Partitioning.SHARED, days(7), AuditEntry.class),
  DATA_KEYS("data-keys", Partitioning.SINGLE, compact(), DataKey.class),
  CONTROL("control", Partitioning.SINGLE, compact(), ControlOrder.class),
  BURN("burn", Partitioning.SHARED, compact(), BurnReport.class),
  /** Holds records of any topic, byte for byte as they were refused. */
  DEAD_LETTERS("dead-letters", Partitioning.SINGLE, days(14), null);

  /** A prompt is one record, so a record may be as large as a request body and its envelope. */
  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final int MAX_SMALL_MESSAGE_BYTES = 1024 * 1024;

  /** One for each type: to make one is to parse it. */
  private static final Map<Class<?>, Schema> REGISTERED = new ConcurrentHashMap<>();

  private final String suffix;
  private final Partitioning partitioning;

  /** How long records stay; null where the topic keeps the newest of each key for ever. */
  private final @Nullable Duration retention;

  private final @Nullable Class<? extends SpecificRecordBase> valueType;

  Topic(
      String suffix,
      Partitioning partitioning,
      @Nullable Duration retention,
      @Nullable Class<? extends SpecificRecordBase> valueType) {
    this.suffix = suffix;
    this.partitioning = partitioning;
    this.retention = retention;
    this.valueType = valueType;
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static @Nullable Duration compact() {
    return null;
  }

  /** The topic's name in Kafka. */
  public String in(String prefix) {
    return prefix + suffix;
  }

  /** The type of its CloudEvents. */
  public String eventType() {
    return "dev.weir." + suffix + ".v1";
  }

  public Partitioning partitioning() {
    return partitioning;
  }

  public Cleanup cleanup() {
    return retention == null ? new Cleanup.Compact() : new Cleanup.Delete(retention);
  }

  /** The largest batch that the topic takes; a producer's {@code max.request.size} for it. */
  public int maxMessageBytes() {
    return switch (this) {
      case PROMPTS, DEAD_LETTERS -> MAX_MESSAGE_BYTES;
      default -> MAX_SMALL_MESSAGE_BYTES;
    };
  }

  /** Every setting that the topic is created with, by Kafka's names. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(cleanup().settings());
    settings.put("max.message.bytes", Integer.toString(maxMessageBytes()));
    return settings;
  }

  /** The record that stands in the topic; nothing where any record may. */
  public Optional<Class<? extends SpecificRecordBase>> valueType() {
    return Optional.ofNullable(valueType);
  }

  /**
   * The value's schema as it is registered: the generated one without the properties that only mean
   * something to Java.
   */
  public Optional<Schema> valueSchema() {
    return valueType().map(type -> REGISTERED.computeIfAbsent(type, Topic::forEveryLanguage));
  }

  private static Schema forEveryLanguage(Class<?> type) {
    String text =
        SpecificData.get()
            .getSchema(type)
            .toString()
            .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
            .replace(",\"avro.java.string\":\"String\"", "");
    return new Schema.Parser().parse(text);
  }
}
