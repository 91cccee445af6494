package dev.weir.proxy.journal;

import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.Optional;

/** The numbers by which topics stand in journal files; they outlive a version, so none changes. */
enum TopicCodes {
  ;

  /** The topics that a proxy writes. */
  static final List<Topic> WRITTEN =
      List.of(Topic.PROMPTS, Topic.RESPONSE_CHUNKS, Topic.TOKEN_COUNTS, Topic.ADMISSIONS);

  private static final Optional<Topic> PROMPTS = Optional.of(Topic.PROMPTS);
  private static final Optional<Topic> CHUNKS = Optional.of(Topic.RESPONSE_CHUNKS);
  private static final Optional<Topic> COUNTS = Optional.of(Topic.TOKEN_COUNTS);
  private static final Optional<Topic> DECISIONS = Optional.of(Topic.ADMISSIONS);

  static short of(Topic topic) {
    return switch (topic) {
      case PROMPTS -> 1;
      case RESPONSE_CHUNKS -> 2;
      case TOKEN_COUNTS -> 3;
      case ADMISSIONS -> 4;
      default -> throw new IllegalArgumentException("a proxy does not write " + topic);
    };
  }

  /** Nothing for a code of a later version. */
  static Optional<Topic> topic(short code) {
    return switch (code) {
      case 1 -> PROMPTS;
      case 2 -> CHUNKS;
      case 3 -> COUNTS;
      case 4 -> DECISIONS;
      default -> Optional.empty();
    };
  }
}
