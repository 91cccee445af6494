package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.ModelCatalogue;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code /v1/models/{id}}: what the caller's team may use. */
final class ModelList {

  static final String PATH = "/v1/models";

  private final Gateway gateway;

  ModelList(Gateway gateway) {
    this.gateway = gateway;
  }

  void answer(Arrival arrival, Reply reply) {
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    var headers = arrival.request().getHeaders();
    switch (gateway.knowledge().callers().identify(headers, arrival.at())) {
      case Identity.NotReady() ->
          refuse(arrival, reply, null, new Refusal.Busy(Duration.ofSeconds(1)));
      case Identity.Unknown(String reason) ->
          refuse(arrival, reply, null, new Refusal.NotIdentified(reason));
      case Identity.Known known -> list(arrival, reply, known);
    }
  }

  private void list(Arrival arrival, Reply reply, Identity.Known known) {
    List<ModelCatalogue.Model> models =
        known.policy().policy().models().values().stream()
            .filter(model -> known.team().mayUse(model.name()))
            .sorted(Comparator.comparing(ModelRoute::name))
            .map(model -> new ModelCatalogue.Model(model.name(), model.providerId()))
            .toList();
    String asked = arrival.path().substring(PATH.length());
    Optional<byte[]> body =
        asked.isEmpty()
            ? Optional.of(ModelCatalogue.list(models))
            : models.stream()
                .filter(model -> asked.equals("/" + model.id()))
                .findFirst()
                .map(ModelCatalogue::one);
    if (body.isEmpty()) {
      refuse(arrival, reply, known, new Refusal.UnknownModel(asked.substring(1)));
      return;
    }
    gateway
        .recorder()
        .admission(
            Events.admission(gateway.self(), arrival, known, arrival.at()).setStatus(200).build(),
            arrival.traceparent(),
            false);
    reply.finish(200, Errors.JSON, ByteBuffer.wrap(body.get()), _ -> {});
  }

  private void refuse(
      Arrival arrival, Reply reply, Identity.@Nullable Known known, Refusal refusal) {
    Answer answer = refusal.answer();
    gateway.recordTurnedAway(arrival, known, answer.code(), answer.status());
    Errors.headers(answer, reply.headers());
    reply.finish(answer.status(), Errors.JSON, Errors.body(answer), _ -> {});
  }
}
