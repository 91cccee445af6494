package dev.weir.standalone.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.schemas.event.EncryptedContent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * An Avro record as JSON for people: times as ISO 8601, decimals as they are, bytes in hexadecimal,
 * and no names of union branches.
 */
public final class RecordJson {

  private final ContentView contents;

  public RecordJson(ContentView contents) {
    this.contents = contents;
  }

  public ObjectNode of(IndexedRecord record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      node.set(
          field.name(),
          value instanceof EncryptedContent content
              ? TextNode.valueOf(
                  contents.show(content, text(record, "team"), text(record, "eventId")))
              : node(value));
    }
    return node;
  }

  private JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.instance;
      case Long number -> LongNode.valueOf(number);
      case Integer number -> LongNode.valueOf(number);
      case Double number -> DoubleNode.valueOf(number);
      case Boolean flag -> BooleanNode.valueOf(flag);
      case BigDecimal decimal -> DecimalNode.valueOf(decimal);
      case ByteBuffer bytes -> TextNode.valueOf(hex(bytes));
      case IndexedRecord record -> of(record);
      case List<?> list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(each -> array.add(node(each)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        map.forEach((key, each) -> object.set(String.valueOf(key), node(each)));
        yield object;
      }
      // Texts, enums and instants.
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String text(IndexedRecord record, String field) {
    Schema.Field found = record.getSchema().getField(field);
    return found == null ? "" : String.valueOf(record.get(found.pos()));
  }
}
