package dev.weir.encoder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes a model give out what its inner layers say. The last layer of a sentence encoder has
 * forgotten much of what single words are; the inner ones have not.
 *
 * <p>An ONNX file is one protobuf message, and protobuf messages that follow each other are one
 * message: fields that repeat are appended and messages are merged ("Last One Wins", Protocol
 * Buffers encoding). So a few bytes at the end of the file declare more outputs of its graph.
 */
final class InnerLayers {

  /** Field numbers of {@code onnx.proto}. */
  private static final int MODEL_GRAPH = 7;

  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_ELEMENT = 1;

  private static final int FLOAT = 1;
  private static final int LENGTH_DELIMITED = 2;

  private InnerLayers() {}

  /** The model with {@code names} as further outputs. */
  static byte[] declared(byte[] model, List<String> names) {
    ByteArrayOutputStream outputs = new ByteArrayOutputStream();
    for (String name : names) {
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      field(value, VALUE_NAME, name.getBytes(StandardCharsets.UTF_8));
      field(value, VALUE_TYPE, nested(TYPE_TENSOR, new byte[] {TENSOR_ELEMENT << 3, FLOAT}));
      field(outputs, GRAPH_OUTPUT, value.toByteArray());
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(model.length + 1024);
    whole.writeBytes(model);
    field(whole, MODEL_GRAPH, outputs.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] nested(int number, byte[] content) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, number, content);
    return message.toByteArray();
  }

  private static void field(ByteArrayOutputStream message, int number, byte[] content) {
    message.write((number << 3) | LENGTH_DELIMITED);
    int length = content.length;
    while (length > 0x7F) {
      message.write((length & 0x7F) | 0x80);
      length >>>= 7;
    }
    message.write(length);
    message.writeBytes(content);
  }
}
