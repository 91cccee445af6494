package dev.weir.processors.event;

import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A processor of one task that is made when its context is known, so that context and stores are
 * final fields. Used by the one thread that runs the task.
 */
@FunctionalInterface
public interface Step<K, V> {

  void process(Record<K, V> record);

  /** Supplies the steps that {@code maker} makes, one for each task, with their stores. */
  static <K, V, L, W> ProcessorSupplier<K, V, L, W> supplier(
      Set<StoreBuilder<?>> stores, Function<ProcessorContext<L, W>, Step<K, V>> maker) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<K, V, L, W> get() {
        return new Adapter<>(maker);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }
    };
  }

  /** Kafka's form of a step. */
  final class Adapter<K, V, L, W> implements Processor<K, V, L, W> {

    private final Function<ProcessorContext<L, W>, Step<K, V>> maker;
    private @Nullable Step<K, V> step;

    private Adapter(Function<ProcessorContext<L, W>, Step<K, V>> maker) {
      this.maker = maker;
    }

    @Override
    public void init(ProcessorContext<L, W> context) {
      step = maker.apply(context);
    }

    @Override
    public void process(Record<K, V> record) {
      if (step == null) {
        throw new IllegalStateException("process before init");
      }
      step.process(record);
    }
  }
}
