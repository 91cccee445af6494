package dev.weir.proxy.surface;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.embedding.EmbeddingDialect;
import dev.weir.dialects.embedding.EmbeddingInputs;
import dev.weir.dialects.embedding.EmbeddingReading;
import dev.weir.dialects.embedding.EmbeddingRequest;
import dev.weir.dialects.embedding.EmbeddingRequestParser;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Embeddings: to OpenAI's own endpoint the bytes pass, for others they are said anew.
 *
 * @param modelInPath whether the body may name another one, or none
 */
record EmbeddingAsk(EmbeddingRequest request, boolean modelInPath) implements Ask {

  /** {@code model}: where the path says it. */
  static AskReading read(byte[] body, Optional<String> model) {
    return switch (EmbeddingRequestParser.read(body, model)) {
      case EmbeddingReading.Wrong(String message) -> new AskReading.Wrong(message);
      case EmbeddingReading.Read(var request)
          when request.model().length() > MODEL_CHARACTERS_MAX ->
          new AskReading.Wrong("The model's name exceeds " + MODEL_CHARACTERS_MAX + " characters.");
      case EmbeddingReading.Read(var request) ->
          new AskReading.Read(new EmbeddingAsk(request, model.isPresent()));
    };
  }

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return false;
  }

  /** A vector is no tokens. */
  @Override
  public OptionalLong maxOutputTokens() {
    return OptionalLong.of(0);
  }

  @Override
  public long inputEstimate(int bodyBytes) {
    return request.inputs().tokens();
  }

  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    return switch (destination.embeddings()) {
      case OPENAI -> passing(destination, body, length);
      case GEMINI, VERTEX, TITAN, COHERE ->
          translated(destination, destination.embeddings().dialect().orElseThrow());
      case NONE ->
          new Outgoing.Wrong(
              "The provider of this model has no embeddings; use a model whose provider has.");
    };
  }

  private Outgoing passing(Destination destination, byte[] body, int length) {
    return new Outgoing.Sends(
        "/embeddings",
        !modelInPath && request.model().equals(destination.model())
            ? ByteBuffer.wrap(body, 0, length)
            : ModelField.exchanged(body, length, destination.model()),
        false,
        List.of(),
        new Passing());
  }

  private Outgoing translated(Destination destination, EmbeddingDialect to) {
    Losses losses = new Losses();
    WrittenRequest written = to.write(request.withModel(destination.model()), losses);
    if (!losses.refused().isEmpty()) {
      return new Outgoing.Unsayable(losses.refused());
    }
    return new Outgoing.Sends(
        written.path(),
        ByteBuffer.wrap(written.body()),
        true,
        losses.dropped(),
        new Translating(request.model(), request.inputs(), request.base64(), to, destination));
  }

  /** A long answer passes as it comes, and its usage is read beside that. */
  private record Passing() implements AnswerShape {

    @Override
    public AnswerFlow document() {
      return new ChatDocumentFlow();
    }

    /** Nobody asked for one. */
    @Override
    public AnswerFlow stream() {
      return new ChatDocumentFlow();
    }

    @Override
    public AnswerFlow error(int status) {
      return ErrorDocument.passing();
    }
  }

  private record Translating(
      String asked,
      EmbeddingInputs inputs,
      boolean base64,
      EmbeddingDialect from,
      Destination destination)
      implements AnswerShape {

    @Override
    public AnswerFlow document() {
      return new EmbeddingDocument(from, inputs, asked, base64);
    }

    @Override
    public AnswerFlow stream() {
      return document();
    }

    @Override
    public AnswerFlow error(int status) {
      return ErrorDocument.translated(
          destination.main(),
          Dialects.of(DialectName.OPENAI_CHAT),
          status,
          destination.requestId());
    }
  }
}
