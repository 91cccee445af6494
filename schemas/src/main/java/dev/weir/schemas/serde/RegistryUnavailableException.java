package dev.weir.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry did not say which schema a record was written with. Nothing is known of the record
 * itself: whoever leaves it out may lose a good one, whoever reads it again later may succeed.
 */
public final class RegistryUnavailableException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
