package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.governance.routing.RouteNeeds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * A request of any dialect, read whole.
 *
 * @param spoken the caller's dialect, with streams as the caller asked for them
 */
record CanonicalAsk(CanonicalRequest request, Dialect spoken) implements Ask {

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return request.stream();
  }

  @Override
  public OptionalLong maxOutputTokens() {
    return request.maxOutputTokens();
  }

  @Override
  public Reasoning reasoning() {
    return request.reasoning();
  }

  @Override
  public RouteNeeds needs(int bodyBytes) {
    return Needs.of(request, bodyBytes);
  }

  @Override
  public String said(byte[] body, int length) {
    return Needs.said(request);
  }

  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    if (!destination.takes(request)) {
      return translated(destination.main(), destination);
    }
    return CarriedProofs.areIn(body, length)
        ? withoutProofsOfOthers(destination)
        : passing(destination, body, length);
  }

  /** The bytes pass as they came, but for another name of the model. */
  private Outgoing passing(Destination destination, byte[] body, int length) {
    return new Outgoing.Sends(
        spoken.path(destination.model(), request.stream()),
        inPath(request.from()) || request.model().equals(destination.model())
            ? ByteBuffer.wrap(body, 0, length)
            : ModelField.exchanged(body, length, destination.model()),
        false,
        List.of(),
        watched(destination));
  }

  /**
   * The request is written anew, so that no proof of another provider is in it. All else of the
   * exchange is as where the bytes pass: headers, path, and the answer's bytes.
   */
  private Outgoing withoutProofsOfOthers(Destination destination) {
    Losses losses = new Losses();
    byte[] body = spoken.body(request.withModel(destination.model()), losses);
    return losses.refused().isEmpty()
        ? new Outgoing.Sends(
            spoken.path(destination.model(), request.stream()),
            ByteBuffer.wrap(body),
            false,
            losses.dropped(),
            watched(destination))
        : new Outgoing.Unsayable(losses.refused());
  }

  private Watched watched(Destination destination) {
    return new Watched(spoken, request.stream(), destination.context(request));
  }

  private Outgoing translated(Dialect to, Destination destination) {
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
        new Translated(
            to, spoken, written.names(), request.stream(), destination.context(request)));
  }

  private static boolean inPath(DialectName dialect) {
    return dialect == DialectName.GEMINI || dialect == DialectName.BEDROCK;
  }
}
