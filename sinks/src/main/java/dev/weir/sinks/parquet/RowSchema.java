package dev.weir.sinks.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an archive file: four that say where the record stood, then those of its value.
 */
final class RowSchema {

  static final String PARTITION = "_partition";
  static final String OFFSET = "_offset";
  static final String TIMESTAMP = "_timestamp";
  static final String KEY = "_key";

  private static final int POSITION_COLUMNS = 4;

  private final Schema schema;

  private RowSchema(Schema schema) {
    this.schema = schema;
  }

  static RowSchema of(Schema value) {
    Schema instant = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    Schema optionalText = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(new Schema.Field(PARTITION, Schema.create(Schema.Type.INT)));
    fields.add(new Schema.Field(OFFSET, Schema.create(Schema.Type.LONG)));
    fields.add(new Schema.Field(TIMESTAMP, instant));
    fields.add(new Schema.Field(KEY, optionalText));
    for (Schema.Field field : value.getFields()) {
      // Without its default: every archived record has a value, and Avro checks a default anew.
      fields.add(new Schema.Field(field.name(), field.schema()));
    }
    return new RowSchema(
        Schema.createRecord("Archived" + value.getName(), null, "dev.weir.archive", false, fields));
  }

  Schema schema() {
    return schema;
  }

  IndexedRecord record(ArchiveRow row) {
    return new PositionedRecord(schema, row);
  }

  /** A view, so that a row is not copied on its way into the file. */
  private record PositionedRecord(Schema schema, ArchiveRow row) implements IndexedRecord {

    @Override
    public Schema getSchema() {
      return schema;
    }

    @Override
    public @Nullable Object get(int column) {
      return switch (column) {
        case 0 -> row.partition();
        case 1 -> row.offset();
        case 2 -> row.timestamp();
        case 3 -> row.key();
        default -> row.value().get(column - POSITION_COLUMNS);
      };
    }

    @Override
    public void put(int column, Object value) {
      throw new UnsupportedOperationException("a row of the log does not change");
    }
  }
}
