package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.OpenAiError;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty turns down before the path begins (bad HTTP, headers that are too large) and
 * what breaks on it, in OpenAI's shape and without a word about the inside.
 */
public final class BadRequests implements Request.Handler {

  private final Gateway gateway;

  public BadRequests(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object attribute = request.getAttribute(ErrorHandler.ERROR_STATUS);
    int status = attribute instanceof Integer code ? code : 500;
    OpenAiError error =
        switch (status) {
          case 431 -> error(431, "headers_too_large", "The request's headers are too large.");
          case 408 -> error(408, "request_timeout", "The request did not arrive in time.");
          case 414 -> error(414, "uri_too_long", "The request's path is too long.");
          default ->
              status < 500
                  ? error(status, "bad_http", "The request is no valid HTTP.")
                  : error(500, "internal_error", "The gateway failed; its log says why.");
        };
    Arrival arrival = Arrival.of(request, gateway.self());
    gateway.recordTurnedAway(arrival, null, error.code(), status);
    AnswerHeaders.requestId(arrival.requestId(), response.getHeaders());
    byte[] body = error.body();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Errors.JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static OpenAiError error(int status, String code, String message) {
    return new OpenAiError(message, OpenAiError.typeOf(status), "", code, Map.of());
  }
}
