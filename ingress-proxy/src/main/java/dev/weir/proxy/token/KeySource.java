package dev.weir.proxy.token;

import java.io.IOException;

/** Asks an issuer for its keys. */
interface KeySource extends AutoCloseable {

  /**
   * Waits for the answer, at most for {@link IssuerLimits#answerWithin} for each document.
   *
   * @throws IOException where there is none of use; the message may be logged
   */
  KeySet ask(KeyAddress address) throws IOException, InterruptedException;

  @Override
  void close();
}
