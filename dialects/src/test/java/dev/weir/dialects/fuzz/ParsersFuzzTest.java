package dev.weir.dialects.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Each parser against Jazzer. A plain run takes the inputs in {@code ParsersFuzzTestInputs}: small
 * ones of our own and every input that was found to break a promise. With {@code JAZZER_FUZZ=1} and
 * {@code -Dtest=ParsersFuzzTest#chatStream} one parser is searched for more of the latter.
 */
final class ParsersFuzzTest {

  private static final String AS_LONG_AS = "60s";

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void events(byte[] input) {
    Parser.EVENTS.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void passedChatStream(byte[] input) {
    Parser.PASSED_CHAT_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void quickChatRequest(byte[] input) {
    Parser.QUICK_CHAT_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void chatRequest(byte[] input) {
    Parser.CHAT_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void responsesRequest(byte[] input) {
    Parser.RESPONSES_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void anthropicRequest(byte[] input) {
    Parser.ANTHROPIC_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void geminiRequest(byte[] input) {
    Parser.GEMINI_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void bedrockRequest(byte[] input) {
    Parser.BEDROCK_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void chatDocument(byte[] input) {
    Parser.CHAT_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void responsesDocument(byte[] input) {
    Parser.RESPONSES_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void anthropicDocument(byte[] input) {
    Parser.ANTHROPIC_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void geminiDocument(byte[] input) {
    Parser.GEMINI_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void bedrockDocument(byte[] input) {
    Parser.BEDROCK_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void chatStream(byte[] input) {
    Parser.CHAT_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void responsesStream(byte[] input) {
    Parser.RESPONSES_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void anthropicStream(byte[] input) {
    Parser.ANTHROPIC_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void geminiStream(byte[] input) {
    Parser.GEMINI_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void bedrockStream(byte[] input) {
    Parser.BEDROCK_STREAM.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void bedrockFrames(byte[] input) {
    Parser.BEDROCK_FRAMES.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void passedChatDocument(byte[] input) {
    Parser.PASSED_CHAT_DOCUMENT.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void passedUsage(byte[] input) {
    Parser.PASSED_USAGE.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void responsesMessage(byte[] input) {
    Parser.RESPONSES_MESSAGE.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void realtimeMessage(byte[] input) {
    Parser.REALTIME_MESSAGE.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void embeddingRequest(byte[] input) {
    Parser.EMBEDDING_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void embeddingAnswer(byte[] input) {
    Parser.EMBEDDING_ANSWER.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void countRequest(byte[] input) {
    Parser.COUNT_REQUEST.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void countAnswer(byte[] input) {
    Parser.COUNT_ANSWER.take(input);
  }

  @ArgumentsSource(Seeds.class)
  @FuzzTest(maxDuration = AS_LONG_AS)
  void error(byte[] input) {
    Parser.ERROR.take(input);
  }
}
