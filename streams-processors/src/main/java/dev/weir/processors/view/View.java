package dev.weir.processors.view;

import dev.weir.schemas.topic.Topic;
import org.jspecify.annotations.Nullable;

/** What one compacted topic says, kept in memory. */
interface View {

  Topic topic();

  /** Takes over one record; {@code value} is null for a tombstone. Throws where it is no record. */
  void accept(String key, byte @Nullable [] value);
}
