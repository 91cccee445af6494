package dev.weir.proxy.token;

import java.time.Duration;

/**
 * What the keys of issuers may cost.
 *
 * @param refresh how old keys may be before the issuer is asked again
 * @param askAgain how long after a question, answered or not, a token may cause the next one; also
 *     how often an issuer that does not answer is asked without a token
 * @param keep how long keys serve whose issuer does not answer; then its tokens count no longer
 * @param answerWithin how long one answer may take, to its last byte
 * @param answerBytesMax of one document; a longer one is as good as none
 * @param keysMax of one issuer; a set of more is as good as none
 */
public record IssuerLimits(
    Duration refresh,
    Duration askAgain,
    Duration keep,
    Duration answerWithin,
    int answerBytesMax,
    int keysMax) {

  public static final IssuerLimits DEFAULT =
      new IssuerLimits(
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          Duration.ofHours(24),
          Duration.ofSeconds(10),
          512 * 1024,
          100);

  public IssuerLimits {
    if (keep.compareTo(refresh) < 0 || askAgain.isNegative() || keysMax < 1) {
      throw new IllegalArgumentException(
          "keys must be kept at least until they are asked for again");
    }
  }

  /** The same with another time between questions. */
  public IssuerLimits withAskAgain(Duration time) {
    return new IssuerLimits(refresh, time, keep, answerWithin, answerBytesMax, keysMax);
  }
}
