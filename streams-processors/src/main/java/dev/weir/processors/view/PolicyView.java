package dev.weir.processors.view;

import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.topic.Topic;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force: the highest version that can be read. A document that cannot be read is
 * ignored whole, and the policy before it stays.
 */
final class PolicyView implements View, PolicySource {

  private static final Logger LOGGER = LoggerFactory.getLogger(PolicyView.class);

  private final String topicName;
  private final Deserializer<PolicyEntry> deserializer;
  private final Freshness freshness;
  private final RecentMisses misses;
  private volatile GoverningPolicy current = GoverningPolicy.NONE;

  PolicyView(
      String topicName,
      Deserializer<PolicyEntry> deserializer,
      Freshness freshness,
      RecentMisses misses) {
    this.topicName = topicName;
    this.deserializer = deserializer;
    this.freshness = freshness;
    this.misses = misses;
  }

  @Override
  public GoverningPolicy atLeast(long version) {
    String what = "policy " + version;
    if (current.version() < version && misses.isDue(what)) {
      freshness.catchUp();
      if (current.version() < version) {
        misses.remember(what);
      }
    }
    return current;
  }

  @Override
  public Topic topic() {
    return Topic.POLICY;
  }

  @Override
  public void accept(String key, byte @Nullable [] value) {
    if (value == null || !key.startsWith("version/")) {
      return;
    }
    if (deserializer.deserialize(topicName, value).getEntry() instanceof PolicyDocument document
        && document.getVersion() > current.version()) {
      read(document);
    }
  }

  private void read(PolicyDocument document) {
    switch (PolicyParser.parse(document.getText())) {
      case PolicyReading.Valid(var policy) ->
          current = new GoverningPolicy(document.getVersion(), policy);
      case PolicyReading.Invalid(var problems) ->
          LOGGER
              .atError()
              .log(
                  "policy version {} has {} problem(s) and is ignored; version {} stays in force",
                  document.getVersion(),
                  problems.size(),
                  current.version());
    }
  }
}
