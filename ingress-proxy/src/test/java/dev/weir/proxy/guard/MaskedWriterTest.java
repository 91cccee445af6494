package dev.weir.proxy.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamWriter;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class MaskedWriterTest {

  /** Writes what calls say, a line for each. */
  private static final class Lines implements StreamWriter {

    @Override
    public byte[] write(AnswerEvent event) {
      return event instanceof AnswerEvent.ToolCallDelta it
          ? (it.call() + it.json() + "\n").getBytes(UTF_8)
          : new byte[0];
    }

    @Override
    public byte[] end() {
      return new byte[0];
    }
  }

  @Test
  void endsTheOldestTextWhereTooManyAreOpen() {
    MaskedWriter writer =
        new MaskedWriter(new Lines(), HeldTextTest.inspection(), HeldTextTest.masker());

    for (int call = 0; call < MaskedWriter.TEXTS_MAX; call++) {
      writer.take(new AnswerEvent.ToolCallDelta(0, call, "{\"to\":\"ann@example.org\"}"));
    }
    String before = written(writer);
    writer.take(new AnswerEvent.ToolCallDelta(0, MaskedWriter.TEXTS_MAX, "{}"));

    assertThat(before).isEmpty();
    assertThat(written(writer)).isEqualTo("0{\"to\":\"<EMAIL_ADDRESS_1>\"}\n");
  }

  private static String written(MaskedWriter writer) {
    ByteBuffer bytes = writer.written();
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
