package dev.weir.dialects.fuzz;

import dev.weir.dialects.bedrock.Frames;
import dev.weir.dialects.canonical.DialectName;
import java.util.Arrays;
import java.util.function.Consumer;

/** Each parser that takes bytes of others. {@link ParsersFuzzTest} has a test of each name. */
enum Parser {
  EVENTS("events", Promises::events),
  PASSED_CHAT_STREAM("passedChatStream", Promises::passed),
  QUICK_CHAT_REQUEST("quickChatRequest", Promises::quickRequest),
  CHAT_REQUEST("chatRequest", it -> Promises.request(DialectName.OPENAI_CHAT, it)),
  RESPONSES_REQUEST("responsesRequest", it -> Promises.request(DialectName.OPENAI_RESPONSES, it)),
  ANTHROPIC_REQUEST("anthropicRequest", it -> Promises.request(DialectName.ANTHROPIC, it)),
  GEMINI_REQUEST("geminiRequest", it -> Promises.request(DialectName.GEMINI, it)),
  BEDROCK_REQUEST("bedrockRequest", it -> Promises.request(DialectName.BEDROCK, it)),
  CHAT_DOCUMENT("chatDocument", it -> Promises.document(DialectName.OPENAI_CHAT, it)),
  RESPONSES_DOCUMENT(
      "responsesDocument", it -> Promises.document(DialectName.OPENAI_RESPONSES, it)),
  ANTHROPIC_DOCUMENT("anthropicDocument", it -> Promises.document(DialectName.ANTHROPIC, it)),
  GEMINI_DOCUMENT("geminiDocument", it -> Promises.document(DialectName.GEMINI, it)),
  BEDROCK_DOCUMENT("bedrockDocument", it -> Promises.document(DialectName.BEDROCK, it)),
  CHAT_STREAM("chatStream", it -> Promises.stream(DialectName.OPENAI_CHAT, it)),
  RESPONSES_STREAM("responsesStream", it -> Promises.stream(DialectName.OPENAI_RESPONSES, it)),
  ANTHROPIC_STREAM("anthropicStream", it -> Promises.stream(DialectName.ANTHROPIC, it)),
  GEMINI_STREAM("geminiStream", it -> Promises.stream(DialectName.GEMINI, it)),
  /** Lines of JSON as whole frames: random bytes never have a checksum that is right. */
  BEDROCK_STREAM(
      "bedrockStream", it -> Promises.stream(DialectName.BEDROCK, Frames.ofAnyLines(it))),
  /** Frames as they come, broken ones. */
  BEDROCK_FRAMES("bedrockFrames", it -> Promises.stream(DialectName.BEDROCK, it)),
  PASSED_CHAT_DOCUMENT("passedChatDocument", SurfacePromises::passedDocument),
  PASSED_USAGE("passedUsage", SurfacePromises::passedUsage),
  RESPONSES_MESSAGE("responsesMessage", SurfacePromises::responsesMessage),
  REALTIME_MESSAGE("realtimeMessage", SurfacePromises::realtimeMessage),
  EMBEDDING_REQUEST("embeddingRequest", SurfacePromises::embeddingRequest),
  EMBEDDING_ANSWER("embeddingAnswer", SurfacePromises::embeddingAnswer),
  COUNT_REQUEST("countRequest", SurfacePromises::countRequest),
  COUNT_ANSWER("countAnswer", SurfacePromises::countAnswer),
  ERROR("error", Promises::error);

  private final String test;

  // A reference to a static method holds nothing that changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Consumer<byte[]> promises;

  Parser(String test, Consumer<byte[]> promises) {
    this.test = test;
    this.promises = promises;
  }

  /** The name of its test, and of the folder of its inputs. */
  String test() {
    return test;
  }

  static Parser ofTest(String name) {
    return Arrays.stream(values()).filter(it -> it.test.equals(name)).findFirst().orElseThrow();
  }

  void take(byte[] input) {
    promises.accept(input);
  }
}
