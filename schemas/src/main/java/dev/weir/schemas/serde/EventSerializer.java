package dev.weir.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one kind of record in Confluent's wire format: a zero byte, the schema's id in four bytes,
 * the Avro binary form. The id is known from the start, so nothing is looked up on the way of a
 * record; the bytes are those of Confluent's own serializer. For any number of threads.
 */
final class EventSerializer<T extends SpecificRecordBase> implements Serializer<T> {

  static final byte MAGIC = 0;
  static final int PREFIX_BYTES = 5;

  /** A buffer that one large record has blown up beyond this is not kept. */
  private static final int KEPT_BUFFER_BYTES_MAX = 64 * 1024;

  /** Per thread and not per serializer: a thread that writes several kinds needs one. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Schema schema;
  private final byte[] prefix;
  private final DatumWriter<SpecificRecordBase> writer;

  /**
   * @param schema the generated schema of the records to write
   * @param schemaId the registry's id for it
   */
  EventSerializer(Schema schema, int schemaId) {
    this.schema = schema;
    this.writer = new SpecificDatumWriter<>(schema);
    this.prefix = ByteBuffer.allocate(PREFIX_BYTES).put(MAGIC).putInt(schemaId).array();
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T event) {
    if (event == null) {
      return null;
    }
    if (!event.getSchema().equals(schema)) {
      throw new SerializationException(
          topic + " takes " + schema.getName() + ", not " + event.getSchema().getName());
    }
    Scratch scratch = SCRATCH.get();
    try {
      return scratch.write(prefix, writer, event);
    } catch (IOException | RuntimeException e) {
      // What stands half-written in the buffers must not reach the next record.
      SCRATCH.remove();
      throw new SerializationException("cannot write " + schema.getName() + " for " + topic, e);
    } finally {
      if (scratch.bytes.size() > KEPT_BUFFER_BYTES_MAX) {
        SCRATCH.remove();
      }
    }
  }

  private static final class Scratch {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    byte[] write(byte[] prefix, DatumWriter<SpecificRecordBase> writer, SpecificRecordBase event)
        throws IOException {
      bytes.reset();
      bytes.write(prefix);
      writer.write(event, encoder);
      encoder.flush();
      return bytes.toByteArray();
    }
  }
}
