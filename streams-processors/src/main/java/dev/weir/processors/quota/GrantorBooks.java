package dev.weir.processors.quota;

import dev.weir.governance.escrow.EscrowState;
import dev.weir.processors.store.EscrowBook;
import dev.weir.processors.store.StoreSerdes;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The grantor's books as the log keeps them, for who looks at them without being the grantor. Only
 * what is committed is true.
 */
public final class GrantorBooks {

  private final Deserializer<EscrowBook> books = StoreSerdes.of(EscrowBook.class).deserializer();
  private final String topic;

  /** {@code application}: the id of the application that grants. */
  public GrantorBooks(String application) {
    this.topic = application + '-' + QuotaFeedback.ESCROW + "-changelog";
  }

  /** Compacted; its keys are those of accounts. */
  public String topic() {
    return topic;
  }

  /**
   * What is known of one account.
   *
   * @throws org.apache.kafka.common.errors.SerializationException where a newer release wrote it
   */
  public EscrowState read(byte[] value) {
    return EscrowBooks.state(books.deserialize(topic, value));
  }
}
