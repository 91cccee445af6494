package dev.weir.schemas.topic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Makes any record of the catalogue with any values that its schema allows, from a seed. */
public final class RandomEvents {

  private final SplittableRandom random;

  public RandomEvents(long seed) {
    random = new SplittableRandom(seed);
  }

  public SpecificRecordBase next(Class<? extends SpecificRecordBase> type) {
    return record(SpecificData.get().getSchema(type));
  }

  private @Nullable Object value(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield SpecificData.get().createEnum(symbols.get(random.nextInt(symbols.size())), schema);
      }
      case ARRAY -> array(schema);
      case MAP -> map(schema);
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case BYTES -> bytes(schema);
      case STRING -> text();
      case INT -> random.nextInt();
      case LONG -> number(schema);
      case DOUBLE -> random.nextDouble(-1e9, 1e9);
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      default -> throw new IllegalArgumentException("no event has a " + schema.getType());
    };
  }

  private SpecificRecordBase record(Schema schema) {
    var record = (SpecificRecordBase) SpecificData.get().newRecord(null, schema);
    schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
    return record;
  }

  private List<@Nullable Object> array(Schema schema) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      items.add(value(schema.getElementType()));
    }
    return items;
  }

  private Map<String, @Nullable Object> map(Schema schema) {
    Map<String, @Nullable Object> entries = new HashMap<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      entries.put(text(), value(schema.getValueType()));
    }
    return entries;
  }

  private Object bytes(Schema schema) {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? new BigDecimal(BigInteger.valueOf(random.nextLong()), decimal.getScale())
        : ByteBuffer.wrap(bytes);
  }

  private Object number(Schema schema) {
    return schema.getLogicalType() == null
        ? (Object) random.nextLong()
        : Instant.EPOCH.plusNanos(random.nextLong(Long.MAX_VALUE / 1000) * 1000);
  }

  private String text() {
    return random
        .ints(random.nextInt(12), 0x20, 0x2FFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
