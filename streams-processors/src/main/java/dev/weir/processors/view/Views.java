package dev.weir.processors.view;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.processors.progress.ExchangeProgressView;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.view.TopicFollower;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** The views that the processors decide by. */
public final class Views implements AutoCloseable {

  /** What the views are made from. */
  public static final Set<Topic> FOLLOWED = Set.of(Topic.POLICY, Topic.PRICE_BOOK, Topic.DATA_KEYS);

  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(5);

  private final TopicFollower follower;

  /** Of what may only be believed once it is committed. */
  private final TopicFollower certain;

  private final ExchangeProgressView closed = new ExchangeProgressView();
  private final PolicyView policies;
  private final PriceView prices;
  private final DataKeyView keys;

  private Views(TopicFollower follower, TopicFollower certain, KeyEncryptionKey keyEncryptionKey) {
    this.follower = follower;
    this.certain = certain;
    var look = new SecondLook(() -> follower.catchUp(CATCH_UP_LIMIT), InstantSource.system());
    this.policies = new PolicyView(look);
    this.prices = new PriceView(look);
    this.keys = new DataKeyView(keyEncryptionKey, look);
    follower.follow(Topic.POLICY, policies);
    follower.follow(Topic.PRICE_BOOK, prices);
    follower.follow(Topic.DATA_KEYS, keys);
    follower.start();
    certain.follow(Topic.EXCHANGE_PROGRESS, closed);
    certain.start();
  }

  /** Begins to follow the topics; {@link #awaitLoaded} tells when they were read once. */
  public static Views follow(
      LogConnection connection, EventSerdes serdes, KeyEncryptionKey keyEncryptionKey) {
    return new Views(
        new TopicFollower(connection, serdes, "weir-processors-views"),
        TopicFollower.committed(connection, serdes, "weir-processors-progress"),
        keyEncryptionKey);
  }

  /** Whether everything that was published before this call is known within {@code limit}. */
  public boolean awaitLoaded(Duration limit) {
    return follower.catchUp(limit);
  }

  /** Time since the view of this topic was last known to lack nothing. */
  public Duration age(Topic topic) {
    return follower.age(topic);
  }

  public PolicySource policies() {
    return policies;
  }

  public PriceBook prices() {
    return prices;
  }

  /** How far exchanges are closed. */
  public ExchangeProgressView closed() {
    return closed;
  }

  public KeySource keys() {
    return keys;
  }

  @Override
  public void close() {
    certain.close();
    follower.close();
  }
}
