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

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void events(byte[] input) {
    Parser.EVENTS.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void passedChatStream(byte[] input) {
    Parser.PASSED_CHAT_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void quickChatRequest(byte[] input) {
    Parser.QUICK_CHAT_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void chatRequest(byte[] input) {
    Parser.CHAT_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void responsesRequest(byte[] input) {
    Parser.RESPONSES_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void anthropicRequest(byte[] input) {
    Parser.ANTHROPIC_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void geminiRequest(byte[] input) {
    Parser.GEMINI_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void bedrockRequest(byte[] input) {
    Parser.BEDROCK_REQUEST.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void chatDocument(byte[] input) {
    Parser.CHAT_DOCUMENT.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void responsesDocument(byte[] input) {
    Parser.RESPONSES_DOCUMENT.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void anthropicDocument(byte[] input) {
    Parser.ANTHROPIC_DOCUMENT.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void geminiDocument(byte[] input) {
    Parser.GEMINI_DOCUMENT.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void bedrockDocument(byte[] input) {
    Parser.BEDROCK_DOCUMENT.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void chatStream(byte[] input) {
    Parser.CHAT_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void responsesStream(byte[] input) {
    Parser.RESPONSES_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void anthropicStream(byte[] input) {
    Parser.ANTHROPIC_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void geminiStream(byte[] input) {
    Parser.GEMINI_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void bedrockStream(byte[] input) {
    Parser.BEDROCK_STREAM.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void bedrockFrames(byte[] input) {
    Parser.BEDROCK_FRAMES.take(input);
  }

  @FuzzTest(maxDuration = AS_LONG_AS)
  @ArgumentsSource(Seeds.class)
  void error(byte[] input) {
    Parser.ERROR.take(input);
  }
}
