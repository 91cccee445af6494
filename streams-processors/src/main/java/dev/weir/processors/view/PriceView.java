package dev.weir.processors.view;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.topic.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The price book as it stands in the log. */
final class PriceView implements View, PriceBook {

  private final String topicName;
  private final Deserializer<Price> deserializer;
  private final Freshness freshness;
  private final RecentMisses misses;
  private final Map<String, PriceSchedule> schedules = new ConcurrentHashMap<>();

  PriceView(
      String topicName,
      Deserializer<Price> deserializer,
      Freshness freshness,
      RecentMisses misses) {
    this.topicName = topicName;
    this.deserializer = deserializer;
    this.freshness = freshness;
    this.misses = misses;
  }

  @Override
  public Optional<PriceSchedule> find(PriceKey key) {
    String text = key.text();
    if (!schedules.containsKey(text) && misses.isDue(text)) {
      freshness.catchUp();
      if (!schedules.containsKey(text)) {
        misses.remember(text);
      }
    }
    return Optional.ofNullable(schedules.get(text));
  }

  @Override
  public Topic topic() {
    return Topic.PRICE_BOOK;
  }

  @Override
  public void accept(String key, byte @Nullable [] value) {
    if (value == null) {
      schedules.remove(key);
      return;
    }
    Price price = deserializer.deserialize(topicName, value);
    schedules.put(
        key,
        new PriceSchedule(
            price.getCurrency(),
            price.getPeriods().stream()
                .map(p -> new UnitPrice(p.getValidFrom(), p.getPricePerMillion()))
                .toList()));
  }
}
