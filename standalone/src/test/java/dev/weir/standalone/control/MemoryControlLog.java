package dev.weir.standalone.control;

import dev.weir.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Compacted topics as maps; remembers the order of the writes, and fails when it is told to. */
final class MemoryControlLog implements ControlLog {

  private final Map<Topic, Map<String, SpecificRecordBase>> topics = new EnumMap<>(Topic.class);
  private final List<Topic> writes = new ArrayList<>();
  private final Map<Topic, Runnable> before = new EnumMap<>(Topic.class);
  private final Map<Topic, Runnable> after = new EnumMap<>(Topic.class);
  private int writesMax = Integer.MAX_VALUE;

  /** Takes this many writes more, and then none. */
  void failAfter(int more) {
    writesMax = writes.size() + more;
  }

  /** What somebody else does right before the next write to a topic. */
  void beforeNext(Topic topic, Runnable other) {
    before.put(topic, other);
  }

  /** What somebody else does right after the next write to a topic. */
  void afterNext(Topic topic, Runnable other) {
    after.put(topic, other);
  }

  private static void runOnce(Map<Topic, Runnable> others, Topic topic) {
    Runnable other = others.remove(topic);
    if (other != null) {
      other.run();
    }
  }

  void mend() {
    writesMax = Integer.MAX_VALUE;
  }

  List<Topic> writes() {
    return writes;
  }

  @Override
  public <T extends SpecificRecordBase> Map<String, T> read(Topic topic, Class<T> type) {
    Map<String, T> found = new LinkedHashMap<>();
    topics.getOrDefault(topic, Map.of()).forEach((key, value) -> found.put(key, type.cast(value)));
    return found;
  }

  @Override
  public Map<String, byte[]> committed(String topic) {
    return Map.of();
  }

  @Override
  public void write(Topic topic, String key, @Nullable SpecificRecordBase value) {
    runOnce(before, topic);
    if (writes.size() >= writesMax) {
      throw new ControlException("the log is away");
    }
    writes.add(topic);
    Map<String, SpecificRecordBase> values =
        topics.computeIfAbsent(topic, _ -> new LinkedHashMap<>());
    values.remove(key);
    if (value != null) {
      values.put(key, value);
    }
    runOnce(after, topic);
  }

  @Override
  public void writeAll(Topic topic, List<Change> changes) {
    changes.forEach(change -> write(topic, change.key(), change.value()));
  }

  @Override
  public void close() {}
}
