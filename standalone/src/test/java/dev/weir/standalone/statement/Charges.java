package dev.weir.standalone.statement;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes chargeback rows as the processors do. */
public final class Charges implements AutoCloseable {

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final KafkaProducer<String, byte[]> producer;

  public Charges(LogConnection connection) {
    this.connection = connection;
    this.serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("acks", "all");
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Input tokens at a price of 2 USD for a million. */
  public static ChargebackRow row(
      String id, String team, @Nullable String project, String hour, long tokens) {
    Instant start = Instant.parse(hour);
    Instant month =
        start.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    BigDecimal price = new BigDecimal("2").setScale(12);
    BigDecimal cost = price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6).setScale(18);
    return ChargebackRow.newBuilder()
        .setXRowId(id)
        .setBilledCost(cost)
        .setEffectiveCost(cost)
        .setListCost(cost)
        .setContractedCost(cost)
        .setBillingAccountId("acme")
        .setBillingAccountName("acme")
        .setBillingCurrency("USD")
        .setBillingPeriodStart(month)
        .setBillingPeriodEnd(month.atZone(ZoneOffset.UTC).plusMonths(1).toInstant())
        .setChargeCategory("Usage")
        .setChargeClass(ChargeClass.REGULAR)
        .setChargeDescription("input tokens of gpt-5-nano")
        .setChargeFrequency("Usage-Based")
        .setChargePeriodStart(start)
        .setChargePeriodEnd(start.plus(1, ChronoUnit.HOURS))
        .setConsumedQuantity(tokens)
        .setConsumedUnit("Tokens")
        .setListUnitPrice(price)
        .setContractedUnitPrice(price)
        .setPricingQuantity(BigDecimal.valueOf(tokens).movePointLeft(6).setScale(18))
        .setPricingUnit("1000000 Tokens")
        .setInvoiceIssuerName("openai")
        .setServiceProviderName("openai")
        .setHostProviderName("openai")
        .setPublisherName("openai")
        .setServiceCategory("AI and Machine Learning")
        .setServiceName("openai")
        .setSkuId("openai|gpt-5-nano|input")
        .setSkuPriceId("openai|gpt-5-nano|input@2")
        .setSkuMeter("input tokens")
        .setSubAccountId(team)
        .setSubAccountName(team)
        .setSubAccountType("Team")
        .setXTeam(team)
        .setXProject(project)
        .setXModel("gpt-5-nano")
        .setXTokenType("input")
        .setXRequestCount(1)
        .setXPriced(true)
        .setXEstimatedTokens(0)
        .build();
  }

  /** A token count of input tokens; its request is called like it. */
  public static Usage usage(String id, String team, Instant endedAt, long tokens) {
    return Usage.newBuilder()
        .setEventId(id)
        .setRequestId(id)
        .setAttempt(1)
        .setFinalAttempt(true)
        .setOrganisation("acme")
        .setTeam(team)
        .setKeyId("k")
        .setProxyId("p")
        .setProxyEpoch(1)
        .setSequence(1)
        .setRoute("gpt-5-nano")
        .setProvider("openai")
        .setRequestedModel("gpt-5-nano")
        .setServedModel("gpt-5-nano")
        .setInputTokens(tokens)
        .setOutputTokens(0)
        .setUsageSource(UsageSource.PROVIDER)
        .setReservedTokens(tokens)
        .setOutcome(Outcome.COMPLETED)
        .setStatus(200)
        .setStartedAt(endedAt)
        .setEndedAt(endedAt)
        .setPolicyVersion(1)
        .build();
  }

  /** The rated record of {@link #usage}, at the price of {@link #row}. */
  public static RatedUsage rated(String id, String team, Instant usedAt, long tokens) {
    ChargebackRow row = row(id, team, null, usedAt.toString(), tokens);
    return RatedUsage.newBuilder()
        .setEventId(id)
        .setRequestId(id)
        .setOrganisation("acme")
        .setTeam(team)
        .setKeyId("k")
        .setProvider("openai")
        .setModel("gpt-5-nano")
        .setUsageSource(UsageSource.PROVIDER)
        .setCurrency("USD")
        .setItems(
            List.of(
                RatedItem.newBuilder()
                    .setTokenType("input")
                    .setTokens(tokens)
                    .setPricePerMillion(row.getContractedUnitPrice())
                    .setCost(row.getBilledCost())
                    .build()))
        .setUsedAt(usedAt)
        .build();
  }

  public void write(ChargebackRow row) {
    write(Topic.CHARGEBACK, row.getXTeam() + "|" + row.getSkuId(), row);
  }

  /** Returns when it is in the log. */
  public <T extends SpecificRecordBase> void write(Topic topic, String key, T value) {
    String name = connection.topic(topic);
    try {
      producer
          .send(new ProducerRecord<>(name, key, serdes.<T>serializer(topic).serialize(name, value)))
          .get();
    } catch (Exception e) {
      throw new IllegalStateException("cannot write to " + name, e);
    }
  }

  @Override
  public void close() {
    producer.close();
    serdes.close();
  }
}
