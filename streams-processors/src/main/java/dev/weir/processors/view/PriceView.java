package dev.weir.processors.view;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.PriceStep;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.event.PricePeriod;
import dev.weir.schemas.view.View;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The price book as it stands in the log. */
final class PriceView implements View<Price>, PriceBook {

  private final SecondLook look;
  private final Map<String, PriceSchedule> schedules = new ConcurrentHashMap<>();

  PriceView(SecondLook look) {
    this.look = look;
  }

  @Override
  public Optional<PriceSchedule> find(PriceKey key) {
    String text = key.text();
    return look.find(text, () -> Optional.ofNullable(schedules.get(text)));
  }

  @Override
  public void replay(String key, @Nullable Price price) {
    if (price == null) {
      schedules.remove(key);
      return;
    }
    schedules.put(
        key,
        new PriceSchedule(
            price.getCurrency(), price.getPeriods().stream().map(PriceView::unitPrice).toList()));
  }

  private static UnitPrice unitPrice(PricePeriod period) {
    return new UnitPrice(
        period.getValidFrom(),
        period.getPricePerMillion(),
        period.getSteps().stream()
            .map(step ->
                new PriceStep(
                    step.getAboveInputTokens(),
                    step.getPricePerMillion(),
                    step.getExcessOnly() ? PriceStep.Scope.EXCESS : PriceStep.Scope.REQUEST))
            .toList());
  }
}
