package dev.weir.proxy.surface;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ToolNames;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TranslatedAnswerTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "m", true, 1);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void recordsTheReasonOfAModelThatGaveNoUsableAnswer(boolean stream) {
    TranslatedAnswer answer =
        new TranslatedAnswer(
            Dialects.of(DialectName.GEMINI).streamReader(),
            new AnswerTranslation(
                DialectName.GEMINI,
                Dialects.of(DialectName.OPENAI_CHAT),
                ToolNames.UNCHANGED,
                CONTEXT),
            Dialects.of(DialectName.OPENAI_CHAT),
            stream,
            CONTEXT);
    byte[] event =
        """
        data: {"candidates":[{"content":{"role":"model","parts":[]},"index":0,\
        "finishReason":"MALFORMED_FUNCTION_CALL"}],\
        "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}

        """
            .getBytes(UTF_8);

    answer.accept(ByteBuffer.wrap(event));
    answer.finish();

    assertThat(answer.isWhole()).isFalse();
    assertThat(answer.failure()).isPresent();
    assertThat(answer.facts().finishReason()).isEqualTo("MALFORMED_FUNCTION_CALL");
    assertThat(answer.facts().counts().orElseThrow().output()).isEqualTo(2);
  }

  /** Bytes may break off between what was used and the end of the stream. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheEndAndWhatWasUsedBeforeTheStreamEnds(boolean stream) {
    TranslatedAnswer answer =
        new TranslatedAnswer(
            Dialects.of(DialectName.OPENAI_CHAT).streamReader(),
            new AnswerTranslation(
                DialectName.OPENAI_CHAT,
                Dialects.of(DialectName.ANTHROPIC),
                ToolNames.UNCHANGED,
                CONTEXT),
            Dialects.of(DialectName.ANTHROPIC),
            stream,
            CONTEXT);
    byte[] events =
        """
        data: {"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"length"}]}

        data: {"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

        """
            .getBytes(UTF_8);

    answer.accept(ByteBuffer.wrap(events));

    assertThat(answer.isWhole()).isFalse();
    assertThat(answer.facts().finishReason()).isEqualTo("length");
    assertThat(answer.facts().counts().orElseThrow().output()).isEqualTo(2);
  }

  /** What is held of an answer (thoughts, calls, a document) grows with it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsAnAnswerThatNoModelWrites(boolean stream) {
    TranslatedAnswer answer =
        new TranslatedAnswer(
            Dialects.of(DialectName.OPENAI_CHAT).streamReader(),
            new AnswerTranslation(
                DialectName.OPENAI_CHAT,
                Dialects.of(DialectName.ANTHROPIC),
                ToolNames.UNCHANGED,
                CONTEXT),
            Dialects.of(DialectName.ANTHROPIC),
            stream,
            CONTEXT);
    byte[] event =
        ("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\""
                + "x".repeat(1024 * 1024)
                + "\"}}]}\n\n")
            .getBytes(UTF_8);

    int taken = 0;
    while (!answer.isBroken() && taken < 200) {
      answer.accept(ByteBuffer.wrap(event));
      taken++;
    }

    assertThat(answer.isBroken()).isTrue();
    assertThat(answer.failure().orElseThrow().message()).contains("too long");
  }
}
