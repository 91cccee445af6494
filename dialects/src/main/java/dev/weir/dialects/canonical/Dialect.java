package dev.weir.dialects.canonical;

import java.util.List;
import java.util.Optional;

/** One dialect, in both directions. Its methods keep no state and may be called by any thread. */
public interface Dialect {

  DialectName name();

  /**
   * Reads a caller's request.
   *
   * @param address what the caller's path says; dialects whose bodies say it all ignore it
   */
  Reading read(byte[] body, CallAddress address);

  /** Where a provider is asked for this model, below its base URL, with its query. */
  String path(String model, boolean stream);

  /** Which names its tools may have. */
  ToolNameRule toolNames();

  /** The names by which a provider of this dialect knows the request's tools. */
  default ToolNames toolNames(CanonicalRequest request) {
    if (request.from() == name()) {
      return ToolNames.UNCHANGED;
    }
    ToolNames names = ToolNames.of(request, toolNames());
    return hasCustomTools() ? names : names.withTexts(TextTools.names(request));
  }

  /** The request as {@link #body} takes it: with legal names, and no part that only others know. */
  default CanonicalRequest sayable(CanonicalRequest request, Losses losses) {
    CanonicalRequest known = Substitutes.in(request, name(), losses);
    boolean asFunctions = request.from() != name() && !hasCustomTools();
    return toolNames(request).applied(asFunctions ? TextTools.asFunctions(known, losses) : known);
  }

  /**
   * Writes a request for a provider, whose model's name it holds already.
   *
   * @param losses takes the names of what cannot be said
   */
  default WrittenRequest write(CanonicalRequest request, Losses losses) {
    ToolNames names = toolNames(request);
    return new WrittenRequest(
        path(request.model(), request.stream()), body(sayable(request, losses), losses), names);
  }

  /** The body of a {@link #sayable} request. */
  byte[] body(CanonicalRequest request, Losses losses);

  /** Reads an answer that is one document; what is no such document is one {@code Failed}. */
  List<AnswerEvent> readDocument(byte[] body);

  /** Whether an answer may have several choices. */
  default boolean hasChoices() {
    return false;
  }

  /** Whether it has tools that take a text of free form. */
  default boolean hasCustomTools() {
    return false;
  }

  /** Whether its answers have a place for this. */
  default boolean tells(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Foreign it -> it.dialect() == name();
      case AnswerEvent.CustomCallStarted _ -> hasCustomTools();
      case AnswerEvent.Finished it -> it.choice() == 0 || hasChoices();
      default -> true;
    };
  }

  /**
   * A citation as its own answers have it; empty where they have none, or none there.
   *
   * @param text that is being written
   */
  default Optional<AnswerEvent.Foreign> cite(int choice, Citation citation, CitedText text) {
    return Optional.empty();
  }

  /** Writes an answer as one document, from all its events. */
  byte[] writeDocument(List<AnswerEvent> events, AnswerContext context);

  /** How the streams that it writes are framed. */
  default StreamFormat streamFormat() {
    return StreamFormat.EVENTS;
  }

  /** Begins to read an answer that comes as a stream. */
  StreamReader streamReader();

  /** Begins to write an answer as a stream. */
  StreamWriter streamWriter(AnswerContext context);

  /**
   * Writes the failure of a stream of which something went out before. Nothing follows it, no
   * terminator either.
   */
  default byte[] writeStreamError(AnswerEvent.Failed failure, AnswerContext context) {
    return streamWriter(context).write(failure);
  }

  /** Reads a provider's error; any body, also an empty one or HTML. */
  ProviderError readError(int status, byte[] body);

  /** Writes an error document. */
  byte[] writeError(ProviderError error, String requestId);
}
