package dev.weir.processors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that outlives a release. Whoever changes a record of {@code stores.avdl} adds its new
 * schema to {@code schemas.jsonl}, below the older ones: the test that fails shows the line.
 */
class StoreSerdesTest {

  private static final Schema OLDER =
      without(EscrowBook.getClassSchema(), "minted", "mintedMillis", "mintedPart");

  @Test
  void readsWhatAnOlderSchemaWroteAndWritesItByTheOneInForce() throws IOException {
    GenericRecord old =
        new GenericRecordBuilder(OLDER)
            .set("elsewhere", 7L)
            .set("recall", 3L)
            .set("recallMillis", 0L)
            .set("scarce", true)
            .set("holders", Map.of("p1:1", holder(300)))
            .set("usedMillis", 99L)
            .build();
    Serde<EscrowBook> serde = StoreSerdes.of(EscrowBook.class, List.of(OLDER));

    EscrowBook read = serde.deserializer().deserialize("escrow", bytes(old));

    assertThat(read.getElsewhere()).isEqualTo(7);
    assertThat(read.getHolders())
        .hasEntrySatisfying("p1:1", it -> assertThat(it.getGranted()).isEqualTo(300));
    assertThat(read.getMinted()).isZero();
    byte[] written = serde.serializer().serialize("escrow", read);
    assertThat(StoreSerdes.of(EscrowBook.class).deserializer().deserialize("escrow", written))
        .isEqualTo(read);
  }

  @Test
  void saysThatANewerReleaseWroteWhatItDoesNotKnow() throws IOException {
    GenericRecord unknown =
        new GenericRecordBuilder(without(TeamProgress.getClassSchema(), "seen")).build();
    Serde<TeamProgress> serde = StoreSerdes.of(TeamProgress.class);

    assertThatThrownBy(() -> serde.deserializer().deserialize("progress", bytes(unknown)))
        .isInstanceOf(SerializationException.class)
        .hasMessage(
            "progress holds a TeamProgress that a newer release wrote; go on with that release,"
                + " or make the state anew");
  }

  @ParameterizedTest
  @MethodSource("records")
  void knowsTheSchemaThatItWritesWith(Schema inForce) {
    List<Schema> history = StoreHistory.of(inForce.getFullName());

    assertThat(history.isEmpty() ? null : history.getLast())
        .as("add this line to schemas.jsonl: %s", inForce)
        .isEqualTo(inForce);
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsAllThatWasEverWritten(Schema inForce) {
    for (Schema writer : StoreHistory.of(inForce.getFullName())) {
      assertThat(SchemaCompatibility.checkReaderWriterCompatibility(inForce, writer).getType())
          .as("a new field has a default; nothing is renamed: %s", writer)
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  /** The fingerprint says nothing of logical types: those of a field can never change. */
  @ParameterizedTest
  @MethodSource("records")
  void tellsEverySchemaByItsFingerprint(Schema inForce) {
    assertThat(StoreHistory.of(inForce.getFullName()))
        .extracting(SchemaNormalization::parsingFingerprint64)
        .doesNotHaveDuplicates();
  }

  private static Iterable<Schema> records() {
    return StoreRecords.PROTOCOL.getTypes();
  }

  private static byte[] bytes(GenericRecord record) throws IOException {
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
        .encode(record)
        .array();
  }

  private static GenericRecord holder(long granted) {
    GenericData.Record holder = new GenericData.Record(CreditHolder.getClassSchema());
    holder.getSchema().getFields().forEach(field -> holder.put(field.pos(), 0L));
    holder.put("answer", "GRANTED");
    holder.put("granted", granted);
    return holder;
  }

  /** As it was before those fields came. */
  private static Schema without(Schema schema, String... names) {
    List<Schema.Field> older =
        schema.getFields().stream()
            .filter(field -> !List.of(names).contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, older);
  }
}
