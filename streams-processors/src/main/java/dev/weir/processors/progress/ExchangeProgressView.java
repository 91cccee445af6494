package dev.weir.processors.progress;

import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.view.View;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each partition's exchanges are closed. */
public final class ExchangeProgressView implements View<ExchangeProgress> {

  /** Of the reading thread alone. */
  private final Map<Integer, ExchangeProgress> partitions = new HashMap<>();

  private volatile Map<Integer, ExchangeProgress> current = Map.of();

  @Override
  public void replay(String key, @Nullable ExchangeProgress progress) {
    if (progress == null) {
      partitions.remove(Integer.valueOf(key));
    } else {
      partitions.put(progress.getPartition(), progress);
    }
    current = Map.copyOf(partitions);
  }

  /** By partition, as it was committed. */
  Map<Integer, ExchangeProgress> current() {
    return current;
  }
}
