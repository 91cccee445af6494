package dev.weir.proxy.surface;

import java.nio.ByteBuffer;
import java.util.List;

/** What goes to a provider, or why nothing can. */
public sealed interface Outgoing {

  /**
   * A request.
   *
   * @param path below the provider's base URL, with its query
   * @param translated whether the caller's headers of its dialect mean nothing to the provider
   * @param dropped what the provider's dialect cannot say and the request does without, by the
   *     names of the caller's dialect
   */
  record Sends(
      String method,
      String path,
      ByteBuffer body,
      boolean translated,
      List<String> dropped,
      AnswerShape answer)
      implements Outgoing {

    public Sends {
      dropped = List.copyOf(dropped);
    }

    /** A POST, as all requests for answers are. */
    public Sends(
        String path,
        ByteBuffer body,
        boolean translated,
        List<String> dropped,
        AnswerShape answer) {
      this("POST", path, body, translated, dropped, answer);
    }

    /** The same request with its answer handled otherwise. */
    public Sends with(AnswerShape other) {
      return new Sends(method, path, body, translated, dropped, other);
    }
  }

  /**
   * Nobody is asked: Weir answers by an estimate of its own.
   *
   * @param body the whole answer, as JSON
   */
  record Estimates(byte[] body) implements Outgoing {}

  /** The provider's dialect cannot say this, and without it the request would be another one. */
  record Unsayable(List<String> names) implements Outgoing {

    public Unsayable {
      names = List.copyOf(names);
    }
  }

  /** Only the translation looked at all fields, and one is not what the dialect gives it. */
  record Wrong(String message) implements Outgoing {}
}
