package dev.weir.standalone.control;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.LimitIdentity;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.topic.Topic;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes versions of the policy, with the data keys and prices that they need. Any number of
 * processes may publish at once: each version gets a number of its own, and the price book ends as
 * that of the newest (docs/decisions/0010).
 */
final class PolicyPublisher {

  /** Each failure means that somebody else's version was published meanwhile. */
  private static final int TRIES_MAX = 50;

  private final ControlLog log;
  private final PolicyVersions versions;
  private final Supplier<KeyEncryptionKey> secret;
  private final InstantSource clock;
  private final SecureRandom random;

  PolicyPublisher(
      ControlLog log, Supplier<KeyEncryptionKey> secret, InstantSource clock, SecureRandom random) {
    this.log = log;
    this.versions = new PolicyVersions(log, random);
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  /** {@code catalogue}: what the model catalogue says where the text is silent. */
  Application publish(String text, String catalogue, Publication publication) {
    boolean lost = false;
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<PolicyDocument> current = versions.newest();
      long version = current.map(PolicyDocument::getVersion).orElse(0L);
      OptionalLong expected = publication.ifVersion();
      if (expected.isPresent() && expected.getAsLong() != version) {
        if (lost) {
          // The prices of what lost are in the book.
          settlePrices();
        }
        return new Application.Overtaken(expected.getAsLong(), current);
      }
      PolicyDocument next =
          PolicyDocument.newBuilder()
              .setVersion(version + 1)
              .setText(text)
              .setPublishedAt(now())
              .setPublishedBy(publication.by())
              .setComment(publication.comment())
              .setCatalogue(catalogue)
              .build();
      Optional<Application> end =
          current.filter(it -> saysTheSame(it, next)).isPresent()
              ? unchanged(version)
              : publish(next, current);
      if (end.isPresent()) {
        return end.get();
      }
      lost = true;
    }
    throw new ControlException(
        "others published a policy %d times while this one was to be: try again"
            .formatted(TRIES_MAX));
  }

  private static boolean saysTheSame(PolicyDocument a, PolicyDocument b) {
    return a.getText().equals(b.getText())
        && withoutDate(a.getCatalogue()).equals(withoutDate(b.getCatalogue()));
  }

  /** A newer date alone says nothing of a model. */
  private static String withoutDate(String catalogue) {
    return catalogue.replaceFirst("^dated: [^\n]*\n", "");
  }

  /** An earlier apply may have died before its prices were whole. */
  private Optional<Application> unchanged(long version) {
    settlePrices();
    return Optional.of(new Application.Unchanged(version));
  }

  /** Nothing where somebody else has taken the number. */
  private Optional<Application> publish(PolicyDocument next, Optional<PolicyDocument> current) {
    return switch (PolicySnapshot.read(next)) {
      case PolicyReading.Invalid(var problems) -> Optional.of(new Application.Invalid(problems));
      case PolicyReading.Valid(Policy policy) -> {
        List<PolicyProblem> changed = changedLimits(policy, next.getText(), current);
        if (!changed.isEmpty()) {
          yield Optional.of(new Application.Invalid(changed));
        }
        int newDataKeys = publishDataKeys(policy);
        publishNewPrices(policy, next.getVersion());
        if (!versions.claim(next)) {
          yield Optional.empty();
        }
        settlePrices();
        yield Optional.of(
            new Application.Applied(next.getVersion(), policy.teams().size(), newDataKeys));
      }
    };
  }

  private static List<PolicyProblem> changedLimits(
      Policy next, String text, Optional<PolicyDocument> current) {
    return current
        .map(PolicySnapshot::read)
        .flatMap(it ->
            it instanceof PolicyReading.Valid(Policy before)
                ? Optional.of(before)
                : Optional.empty())
        .map(before -> LimitIdentity.problems(before, next, text))
        .orElse(List.of());
  }

  private int publishDataKeys(Policy policy) {
    Set<String> known = new HashSet<>();
    log.read(Topic.DATA_KEYS, DataKey.class).values().forEach(key -> known.add(key.getSubject()));
    var keys = new DataKeys(secret.get(), random);
    int made = 0;
    for (TeamId team : policy.teams().keySet()) {
      if (known.add(team.value())) {
        DataKey key = keys.make(team.value(), now());
        log.write(Topic.DATA_KEYS, key.getSubject() + "|" + key.getKeyId(), key);
        made++;
      }
    }
    return made;
  }

  /**
   * Prices of what had none, so that the first requests under the new policy have some. Those that
   * would take the place of a price of the policy before wait until it has been replaced.
   */
  private void publishNewPrices(Policy policy, long version) {
    Set<String> known = log.read(Topic.PRICE_BOOK, Price.class).keySet();
    var newcomers = new Newcomers(policy, known);
    List<ControlLog.Change> changes = new ArrayList<>();
    PriceRecords.of(policy.prices(), version)
        .forEach((key, price) -> {
          if (!known.contains(key) && newcomers.has(price)) {
            changes.add(new ControlLog.Change(key, price));
          }
        });
    log.writeAll(Topic.PRICE_BOOK, changes);
  }

  /**
   * Makes the price book that of the version in force, and looks again whether it still is: whoever
   * writes last has seen the newest version or comes after who has.
   */
  private void settlePrices() {
    for (int i = 0; i < TRIES_MAX; i++) {
      PolicyDocument governs = versions.newest().orElseThrow();
      if (PolicySnapshot.read(governs) instanceof PolicyReading.Valid(Policy policy)) {
        settle(PriceRecords.of(policy.prices(), governs.getVersion()));
      }
      if (versions.newest().orElseThrow().getVersion() == governs.getVersion()) {
        return;
      }
    }
    throw new ControlException(
        "policies are published faster than their prices: apply the last one again");
  }

  private void settle(Map<String, Price> wanted) {
    Map<String, Price> book = log.read(Topic.PRICE_BOOK, Price.class);
    List<ControlLog.Change> changes = new ArrayList<>();
    wanted.forEach((key, price) -> {
      if (!saysTheSame(price, book.get(key))) {
        changes.add(new ControlLog.Change(key, price));
      }
    });
    for (String key : book.keySet()) {
      if (!wanted.containsKey(key)) {
        changes.add(new ControlLog.Change(key, null));
      }
    }
    log.writeAll(Topic.PRICE_BOOK, changes);
  }

  /** A record names the version that changed it last: one that says the same changes nothing. */
  private static boolean saysTheSame(Price price, @Nullable Price known) {
    return known != null
        && known.getProvider().equals(price.getProvider())
        && known.getModel().equals(price.getModel())
        && known.getTokenType().equals(price.getTokenType())
        && known.getServiceTier().equals(price.getServiceTier())
        && known.getCurrency().equals(price.getCurrency())
        && known.getPeriods().equals(price.getPeriods());
  }

  /** The events hold microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
