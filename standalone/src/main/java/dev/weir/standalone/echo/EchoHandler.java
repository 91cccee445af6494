package dev.weir.standalone.echo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds out what is asked for, and hands it to a {@link Delivery}. Runs on a virtual thread. */
final class EchoHandler extends Handler.Abstract {

  private static final String INVALID = "invalid_request_error";

  private final EchoConfig config;
  private final InstantSource clock;
  private final Semaphore room;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicLong exchanges = new AtomicLong();
  private final AtomicLong hungUp = new AtomicLong();

  EchoHandler(EchoConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.room = new Semaphore(config.exchangesMax());
  }

  long hungUp() {
    return hungUp.get();
  }

  /** Ends every wait. */
  void release() {
    released.countDown();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var delivery = new Delivery(config, released, request, response);
    boolean admitted = room.tryAcquire();
    try {
      if (admitted) {
        route(request, delivery);
      } else {
        delivery.error(503, "Too many exchanges at once.", "server_error", "", "overloaded");
      }
      callback.succeeded();
    } catch (Delivery.BrokenOff e) {
      callback.failed(e);
    } catch (IOException e) {
      hungUp.incrementAndGet();
      callback.failed(e);
    } finally {
      if (admitted) {
        room.release();
      }
    }
    return true;
  }

  private void route(Request request, Delivery delivery) throws IOException, InterruptedException {
    switch (request.getMethod() + " " + Request.getPathInContext(request)) {
      case "GET /v1/models" -> delivery.json(200, ChatJson.models(clock.instant()));
      case "POST /v1/chat/completions" -> chat(request, delivery);
      default -> delivery.error(404, "There is nothing here.", INVALID, "", "unknown_url");
    }
  }

  private void chat(Request request, Delivery delivery) throws IOException, InterruptedException {
    byte[] body;
    try (var in = Content.Source.asInputStream(request)) {
      body = in.readNBytes(Math.addExact(config.bodyMaxBytes(), 1));
    }
    if (body.length > config.bodyMaxBytes()) {
      delivery.error(
          413,
          "The body is larger than " + config.bodyMaxBytes() + " bytes.",
          INVALID,
          "",
          "request_too_large");
      return;
    }
    Optional<JsonNode> tree = ChatJson.parse(body);
    if (tree.isEmpty()) {
      delivery.error(400, "The body is not JSON.", INVALID, "", "invalid_json");
      return;
    }
    switch (ChatRequest.read(tree.get())) {
      case ChatRequest.Reading.Malformed(String message, String parameter) ->
          delivery.error(400, message, INVALID, parameter, "invalid_value");
      case ChatRequest.Reading.Understood(ChatRequest chat) -> answer(chat, delivery);
    }
  }

  private void answer(ChatRequest chat, Delivery delivery)
      throws IOException, InterruptedException {
    Optional<EchoModel.Chosen> chosen = EchoModel.of(chat.model());
    if (chosen.isEmpty()) {
      delivery.error(404, "There is no such model.", INVALID, "model", "model_not_found");
      return;
    }
    Directive.Found asked = Directive.atStartOf(chat.lastUserText());
    Directive directive =
        chosen.get().directive() == Directive.Act.NONE
            ? asked.directive()
            : chosen.get().directive();
    var answer = EchoAnswer.to(chat, chosen.get().model(), directive, asked.rest());
    var json = new ChatJson(exchanges.incrementAndGet(), chat.model(), clock.instant());
    switch (directive) {
      case Directive.Status(int status) -> delivery.failure(status);
      case Directive.Act act when chat.stream() ->
          delivery.stream(act, json, answer, chat.includeUsage());
      case Directive.Act act -> delivery.whole(act, json.completion(answer), answer.outputTokens());
    }
  }
}
