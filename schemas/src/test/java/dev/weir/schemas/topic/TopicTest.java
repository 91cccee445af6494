package dev.weir.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.WeirEvents;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {

  @Test
  void namesTheTopicBehindThePrefix() {
    assertThat(Topic.RESPONSE_CHUNKS.in("weir.")).isEqualTo("weir.response-chunks");
  }

  @Test
  void keepsByTimeOrCompacts() {
    assertThat(Topic.PROMPTS.settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "259200000");
    assertThat(Topic.POLICY.settings())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  /** Each record of the contract is the value of a topic or a part of one. */
  @Test
  void hasATopicForEveryRecordOfTheContract() {
    Set<String> reachable = new LinkedHashSet<>();
    Arrays.stream(Topic.values())
        .flatMap(topic -> topic.valueSchema().stream())
        .forEach(schema -> collectNames(schema, reachable));

    Set<String> declared = new HashSet<>();
    WeirEvents.PROTOCOL.getTypes().forEach(type -> declared.add(type.getFullName()));

    assertThat(reachable).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void givesEachKindOfRecordOneTopic() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::valueType).flatMap(Optional::stream))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void registersNothingThatOnlyJavaUnderstands(Topic topic) {
    assertThat(topic.valueSchema().map(Schema::toString).orElse("")).doesNotContain("avro.java");
  }

  private static void collectNames(Schema schema, Set<String> names) {
    switch (schema.getType()) {
      case RECORD -> {
        if (names.add(schema.getFullName())) {
          schema.getFields().forEach(field -> collectNames(field.schema(), names));
        }
      }
      case ENUM -> names.add(schema.getFullName());
      case ARRAY -> collectNames(schema.getElementType(), names);
      case MAP -> collectNames(schema.getValueType(), names);
      case UNION -> schema.getTypes().forEach(type -> collectNames(type, names));
      default -> {}
    }
  }
}
