package dev.weir.processors.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Writes the records of the state stores in Avro's single-object encoding: a fingerprint of the
 * schema stands in front. What an older release wrote is read by the schema that it wrote with,
 * which {@link StoreHistory} keeps, and written by the one in force when it changes.
 */
public final class StoreSerdes {

  private static final String PACKAGE = StoreSerdes.class.getPackageName();

  static {
    // Avro makes no class that it was not told to trust; this trusts the records of this package.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private StoreSerdes() {}

  /** A serde for one kind of generated record, for any number of threads. */
  public static <T extends SpecificRecordBase> Serde<T> of(Class<T> type) {
    return of(type, StoreHistory.of(type.getName()));
  }

  /** {@code writers}: the schemas that values may have been written with. */
  static <T extends SpecificRecordBase> Serde<T> of(Class<T> type, List<Schema> writers) {
    SpecificData model = SpecificData.getForClass(type);
    var encoder = new BinaryMessageEncoder<T>(model, model.getSchema(type));
    var decoder = new BinaryMessageDecoder<T>(model, model.getSchema(type));
    writers.forEach(decoder::addSchema);
    return Serdes.serdeFrom(
        (topic, value) -> {
          try {
            return value == null ? null : encoder.encode(value).array();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        (topic, bytes) -> {
          try {
            return bytes == null ? null : decoder.decode(bytes, null);
          } catch (MissingSchemaException e) {
            throw new SerializationException(
                topic
                    + " holds a "
                    + type.getSimpleName()
                    + " that a newer release wrote; go on with that release, or make the state"
                    + " anew",
                e);
          } catch (IOException e) {
            throw new SerializationException(topic + " holds no " + type.getSimpleName(), e);
          }
        });
  }
}
