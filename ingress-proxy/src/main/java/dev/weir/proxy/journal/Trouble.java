package dev.weir.proxy.journal;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why the log takes no records: at once when the cause is another, then once a minute. An
 * outage fails every two seconds, and one line of it is enough.
 */
final class Trouble {

  private static final Logger LOGGER = LoggerFactory.getLogger(Trouble.class);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private String said = "";
  private long saidNanos;

  /** The topic's name in Kafka, or empty where the trouble is with all. */
  void is(String topic, @Nullable Throwable cause) {
    String kind = topic + (cause == null ? "" : cause.getClass().getName());
    long now = System.nanoTime();
    if (kind.equals(said) && now - saidNanos < REPEAT_NANOS) {
      return;
    }
    said = kind;
    saidNanos = now;
    boolean denied =
        cause instanceof AuthorizationException || cause instanceof AuthenticationException;
    (denied ? LOGGER.atError() : LOGGER.atWarn())
        .addKeyValue("topic", topic)
        .addKeyValue("failure", cause == null ? "none" : cause.getClass().getSimpleName())
        .addKeyValue("reason", cause == null ? "" : Objects.toString(cause.getMessage(), ""))
        .log(
            denied
                ? "the log does not let this proxy write: allow its user to describe and write the"
                    + " topic and to write idempotently; until then records stay in the journal"
                : "the log does not take records; they stay in the journal and are sent again");
  }

  void over() {
    if (!said.isEmpty()) {
      said = "";
      LOGGER.atInfo().log("the log takes records again");
    }
  }
}
