package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.ModelCatalogue;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.Surface;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code /v1/models/{id}}: what the caller's key may be used for. */
final class ModelList {

  static final String PATH = "/v1/models";

  private final Gateway gateway;

  ModelList(Gateway gateway) {
    this.gateway = gateway;
  }

  void answer(Arrival arrival, Reply reply) {
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    switch (gateway.knowledge().callers().identify(arrival.request(), arrival.at())) {
      case Identity.Refused(Refusal refusal) -> refuse(arrival, reply, null, refusal);
      case Identity.Known known -> list(arrival, reply, known);
    }
  }

  private void list(Arrival arrival, Reply reply, Identity.Known known) {
    List<ModelCatalogue.Model> models =
        Stream.concat(
                known.policy().policy().models().values().stream()
                    .map(model -> new ModelCatalogue.Model(model.name(), model.providerId())),
                known.policy().policy().routes().keySet().stream()
                    .map(route -> new ModelCatalogue.Model(route, "weir")))
            .filter(model -> known.mayUse(model.id()))
            .sorted(Comparator.comparing(ModelCatalogue.Model::id))
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
    reply.finish(
        answer.status(),
        Errors.JSON,
        Errors.body(answer, Surface.CHAT, arrival.requestId()),
        _ -> {});
  }
}
