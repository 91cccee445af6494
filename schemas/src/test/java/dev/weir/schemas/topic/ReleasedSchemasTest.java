package dev.weir.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every schema against every version that was ever released, by the rule of the registry.
 *
 * <p>A release adds a folder {@code released/<version>} with the schemas as they then are; nothing
 * in a folder ever changes. To make it: {@code mvn -pl schemas test -Dtest=ReleasedSchemasTest
 * -Dweir.release=<version>} and commit the new folder.
 */
class ReleasedSchemasTest {

  private static final Path RELEASED = Path.of("src", "test", "resources", "released");

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DEAD_LETTERS")
  void readsAndIsReadByEveryReleasedVersion(Topic topic) throws IOException {
    List<? extends ParsedSchema> released = releasedVersionsOf(topic);

    List<String> problems =
        CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(
            new AvroSchema(topic.valueSchema().orElseThrow()), released);

    assertThat(problems).isEmpty();
  }

  @Test
  void writesTheSchemasDownWhenAReleaseIsNamed() throws IOException {
    String version = System.getProperty("weir.release", "");
    Path folder = RELEASED.resolve(version.isEmpty() ? "0.1.0" : version);
    if (!version.isEmpty()) {
      Files.createDirectories(folder);
      for (Topic topic : Topic.values()) {
        if (topic.valueSchema().isPresent()) {
          Files.writeString(
              folder.resolve(fileName(topic)),
              SchemaFormatter.format("json/pretty", topic.valueSchema().get()) + "\n");
        }
      }
    }

    assertThat(folder.resolve(fileName(Topic.PROMPTS))).exists();
  }

  private static List<AvroSchema> releasedVersionsOf(Topic topic) throws IOException {
    try (Stream<Path> versions = Files.list(RELEASED)) {
      return versions
          .map(version -> version.resolve(fileName(topic)))
          .filter(Files::exists)
          .sorted()
          .map(ReleasedSchemasTest::read)
          .toList();
    }
  }

  private static AvroSchema read(Path file) {
    try {
      return new AvroSchema(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileName(Topic topic) {
    return topic.in("") + ".avsc";
  }
}
