package dev.weir.proxy.exchange;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.catalogue.ListedModel;
import dev.weir.dialects.catalogue.ListedModel.Ability;
import dev.weir.dialects.catalogue.ModelCatalogue;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import dev.weir.proxy.surface.Surface;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models} and {@code /v1beta/models}, and one of them below: what the caller's key
 * may be used for. Under {@code /v1} a header tells whose client asks.
 */
final class ModelList {

  private static final String PATH = "/v1/models";
  private static final String GEMINI_PATH = "/v1beta/models";

  /** Google's own for OpenAI's clients. */
  private static final String GOOGLES_OPENAI_PATH = "/v1beta/openai/models";

  private static final List<String> PATHS = List.of(PATH, GEMINI_PATH, GOOGLES_OPENAI_PATH);

  private final Gateway gateway;

  ModelList(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Whether models are listed under this path, which is decoded. */
  static boolean isAt(String path) {
    return asked(path).isPresent();
  }

  private static Optional<String> asked(String path) {
    return PATHS.stream().flatMap(list -> asked(path, list).stream()).findFirst();
  }

  /** The model that the path names; empty text for all. */
  private static Optional<String> asked(String path, String list) {
    if (path.equals(list)) {
      return Optional.of("");
    }
    return path.startsWith(list + "/")
        ? Optional.of(path.substring(list.length() + 1))
        : Optional.empty();
  }

  /** Whose client asks. */
  static DialectName dialect(String path, HttpFields headers) {
    if (path.startsWith("/v1beta/openai/")) {
      return DialectName.OPENAI_CHAT;
    }
    if (path.startsWith("/v1beta/") || headers.contains("x-goog-api-key")) {
      return DialectName.GEMINI;
    }
    return headers.contains("anthropic-version") ? DialectName.ANTHROPIC : DialectName.OPENAI_CHAT;
  }

  void answer(Arrival arrival, Reply reply, String path) {
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    DialectName dialect = dialect(path, arrival.request().getHeaders());
    switch (gateway.knowledge().callers().identify(arrival.request(), arrival.at())) {
      case Identity.Refused(Refusal refusal) -> refuse(arrival, reply, null, dialect, refusal);
      case Identity.Known known -> list(arrival, reply, known, dialect, path);
    }
  }

  private void list(
      Arrival arrival, Reply reply, Identity.Known known, DialectName dialect, String path) {
    ModelCatalogue catalogue = ModelCatalogue.of(dialect);
    String asked = asked(path).orElse("");
    List<String> names = known.policy().policy().names().stream().filter(known::mayUse).toList();
    if (!asked.isEmpty() && !names.contains(asked)) {
      refuse(arrival, reply, known, dialect, new Refusal.UnknownModel(asked));
      return;
    }
    Policy policy = known.policy().policy();
    byte[] body =
        asked.isEmpty()
            ? catalogue.list(
                names.stream().map(name -> listed(policy, name)).toList(),
                parameters(arrival.request())::get)
            : catalogue.one(listed(policy, asked));
    gateway
        .recorder()
        .admission(
            Events.admission(gateway.self(), arrival, known, arrival.at()).setStatus(200).build(),
            arrival.traceparent(),
            false);
    reply.finish(200, Errors.JSON, ByteBuffer.wrap(body), _ -> {});
  }

  /** The query, as far as it can be decoded. */
  private static Parameters parameters(Request request) {
    Fields fields = new Fields(true);
    try {
      fields = Request.extractQueryParameters(request);
    } catch (RuntimeException _) {
      // A query that is none asks for nothing.
    }
    return new Parameters(fields);
  }

  private record Parameters(Fields fields) {

    Optional<String> get(String name) {
      return Optional.ofNullable(fields.getValue(name)).filter(value -> !value.isEmpty());
    }
  }

  private static ListedModel listed(Policy policy, String name) {
    ModelTraits traits = policy.traits(name);
    return new ListedModel(
        name,
        policy.routes().containsKey(name)
            ? "weir"
            : policy.model(name).map(ModelRoute::providerId).orElse("weir"),
        traits.contextTokens(),
        traits.maxOutputTokens(),
        traits
            .capabilities()
            .map(all -> all.stream().map(ModelList::ability).collect(Collectors.toSet())));
  }

  private static Ability ability(Capability capability) {
    return switch (capability) {
      case IMAGES -> Ability.IMAGES;
      case TOOLS -> Ability.TOOLS;
      case STRUCTURED_OUTPUT -> Ability.STRUCTURED_OUTPUT;
      case AUDIO -> Ability.AUDIO;
      case DOCUMENTS -> Ability.DOCUMENTS;
      case REASONING -> Ability.REASONING;
    };
  }

  private void refuse(
      Arrival arrival,
      Reply reply,
      Identity.@Nullable Known known,
      DialectName dialect,
      Refusal refusal) {
    Answer answer = refusal.answer();
    gateway.recordTurnedAway(arrival, known, refusal);
    Errors.headers(answer, reply.headers());
    reply.finish(
        answer.status(),
        Errors.JSON,
        Errors.body(answer, Surface.speaking(dialect), arrival.requestId()),
        _ -> {});
  }
}
