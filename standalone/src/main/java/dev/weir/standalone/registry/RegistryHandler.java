package dev.weir.standalone.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.kafka.schemaregistry.client.rest.entities.ErrorMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns HTTP into calls and answers into HTTP. */
final class RegistryHandler extends Handler.Abstract {

  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /**
   * A web page may send a body to a loopback address without asking, but only with other types than
   * these.
   */
  private static final Set<String> BODY_TYPES =
      Set.of(CONTENT_TYPE, "application/vnd.schemaregistry+json", "application/json");

  private static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final int OK = 200;
  private static final int DEFECT = 500;

  private static final Logger LOGGER = LoggerFactory.getLogger(RegistryHandler.class);

  private final Routes routes;

  RegistryHandler(Routes routes) {
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    try {
      Object answer = routes.answer(read(request));
      write(response, callback, OK, answer);
    } catch (Refusal refusal) {
      if (refusal.status() >= DEFECT) {
        LOGGER.atError().setCause(refusal).log("the registry's topic failed");
      }
      write(response, callback, refusal.status(), new ErrorMessage(refusal.code(), refusal.text()));
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).log("a registry call broke");
      write(response, callback, DEFECT, new ErrorMessage(DEFECT, "Internal Server Error"));
    }
    return true;
  }

  /** For what Jetty refuses before it gets here: the same form of error. */
  static boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    write(response, callback, status, new ErrorMessage(status, "HTTP " + status));
    return true;
  }

  private static ApiCall read(Request request) throws IOException {
    Map<String, String> query = new HashMap<>();
    Request.extractQueryParameters(request)
        .forEach(field -> query.put(field.getName(), field.getValue()));
    return new ApiCall(request.getMethod(), path(request), query, body(request));
  }

  private static List<String> path(Request request) {
    List<String> segments = new ArrayList<>();
    for (String segment : request.getHttpURI().getPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(URIUtil.decodePath(segment));
      }
    }
    return segments;
  }

  private static String body(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
      if (bytes.length > BODY_BYTES_MAX) {
        throw Refusal.bodyTooLarge(BODY_BYTES_MAX);
      }
      if (bytes.length > 0 && !BODY_TYPES.contains(bodyType(request))) {
        throw Refusal.wrongContentType();
      }
      return new String(bytes, UTF_8);
    }
  }

  private static String bodyType(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static void write(Response response, Callback callback, int status, Object answer) {
    byte[] bytes =
        answer instanceof RawJson(String text) ? text.getBytes(UTF_8) : ApiCall.json(answer);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
