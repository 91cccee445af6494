package dev.weir.schemas.log;

import dev.weir.schemas.topic.Partitioning;
import dev.weir.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic as the broker describes it, to be compared with the catalogue. */
record FoundTopic(Topic topic, String name, int partitions, Map<String, String> settings) {

  /**
   * What is wrong with it, one sentence each.
   *
   * <p>Longer retention and larger messages than the catalogue's are the operator's choice; less
   * would lose records.
   *
   * @param sharedPartitions how many partitions the topics have that are joined by key
   */
  List<String> problems(int sharedPartitions) {
    List<String> problems = new ArrayList<>();
    int wanted = topic.partitioning() == Partitioning.SINGLE ? 1 : sharedPartitions;
    if (partitions != wanted) {
      problems.add("%s: has %d partitions, needs %d".formatted(name, partitions, wanted));
    }
    topic.cleanup().settings().forEach((setting, needed) -> compare(setting, needed, problems));
    compare("max.message.bytes", Integer.toString(topic.maxMessageBytes()), problems);
    return problems;
  }

  private void compare(String setting, String needed, List<String> problems) {
    String found = settings.getOrDefault(setting, "(not set)");
    boolean right =
        switch (setting) {
          case "retention.ms" -> found.equals("-1") || isAtLeast(found, needed);
          case "max.message.bytes" -> isAtLeast(found, needed);
          default -> found.equals(needed);
        };
    if (!right) {
      String least = setting.equals("cleanup.policy") ? "" : "at least ";
      problems.add("%s: %s is %s, needs %s%s".formatted(name, setting, found, least, needed));
    }
  }

  private static boolean isAtLeast(String found, String needed) {
    Long number = parsed(found);
    return number != null && number >= Long.parseLong(needed);
  }

  private static @Nullable Long parsed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
