package dev.weir.standalone.control;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.Team;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Publishes what governs. For one thread.
 *
 * <p>Two operators who apply at the same moment take the same version number; the later write wins
 * whole.
 */
public final class ControlPlane implements AutoCloseable {

  private final ControlLog log;
  private final Supplier<KeyEncryptionKey> secret;
  private final InstantSource clock;
  private final SecureRandom random;

  ControlPlane(
      ControlLog log, Supplier<KeyEncryptionKey> secret, InstantSource clock, SecureRandom random) {
    this.log = log;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Prepares the topics where they are missing.
   *
   * @param secret asked for only by what needs it: to look at what governs, or to end a key, nobody
   *     has to hold it
   */
  public static ControlPlane connect(
      LogConnection connection,
      Supplier<KeyEncryptionKey> secret,
      InstantSource clock,
      SecureRandom random) {
    TopicKeeper.ensure(connection);
    return new ControlPlane(new KafkaControlLog(connection, clock), secret, clock, random);
  }

  /**
   * Whether the log holds a data key or a virtual key: then the secret exists, and no other fits.
   */
  public static boolean needsSecret(LogConnection connection, InstantSource clock) {
    TopicKeeper.ensure(connection);
    try (var log = new KafkaControlLog(connection, clock)) {
      return needsSecret(log);
    }
  }

  static boolean needsSecret(ControlLog log) {
    return !log.read(Topic.DATA_KEYS, DataKey.class).isEmpty()
        || log.read(Topic.POLICY, PolicyEntry.class).values().stream()
            .anyMatch(entry -> entry.getEntry() instanceof VirtualKey);
  }

  /** The text that governs; nothing where none was ever applied. */
  public Optional<PolicyDocument> policy() {
    return entries().values().stream()
        .map(PolicyEntry::getEntry)
        .filter(PolicyDocument.class::isInstance)
        .map(PolicyDocument.class::cast)
        .max(Comparator.comparingLong(PolicyDocument::getVersion));
  }

  /**
   * Publishes the policy as the next version, whole or not at all: what dies before its text is
   * written leaves all that the one before charges as it was, and what dies after it is finished by
   * applying the same text again.
   */
  public Application apply(String text, String publishedBy) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Invalid(var problems) -> new Application.Invalid(problems);
      case PolicyReading.Valid(Policy policy) -> {
        Optional<PolicyDocument> current = policy();
        long version = current.map(PolicyDocument::getVersion).orElse(0L);
        if (current.isPresent() && current.get().getText().equals(text)) {
          settlePrices(policy, version);
          yield new Application.Unchanged(version);
        }
        yield publish(policy, text, publishedBy, version + 1);
      }
    };
  }

  private Application publish(Policy policy, String text, String publishedBy, long version) {
    int newDataKeys = publishDataKeys(policy);
    publishNewPrices(policy, version);
    var document =
        PolicyDocument.newBuilder()
            .setVersion(version)
            .setText(text)
            .setPublishedAt(now())
            .setPublishedBy(publishedBy)
            .build();
    write("version/%010d".formatted(version), document);
    settlePrices(policy, version);
    return new Application.Applied(version, policy.teams().size(), newDataKeys);
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

  /** Prices of what had none: the policy before loses nothing by them. */
  private void publishNewPrices(Policy policy, long version) {
    Set<String> known = log.read(Topic.PRICE_BOOK, Price.class).keySet();
    PriceRecords.of(policy.prices(), version)
        .forEach((key, price) -> {
          if (!known.contains(key)) {
            log.write(Topic.PRICE_BOOK, key, price);
          }
        });
  }

  /** Makes the price book that of the policy in force. */
  private void settlePrices(Policy policy, long version) {
    Map<String, Price> wanted = PriceRecords.of(policy.prices(), version);
    Map<String, Price> book = log.read(Topic.PRICE_BOOK, Price.class);
    wanted.forEach((key, price) -> {
      if (!price.equals(book.get(key))) {
        log.write(Topic.PRICE_BOOK, key, price);
      }
    });
    for (String key : book.keySet()) {
      if (!wanted.containsKey(key)) {
        log.write(Topic.PRICE_BOOK, key, null);
      }
    }
  }

  /**
   * Makes a key. Its text is in the answer and nowhere else.
   *
   * @throws ControlException where the policy has no such team, or lacks or forbids one of its
   *     models
   */
  public KeyText createKey(NewKey wanted) {
    requireUsable(wanted);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    KeyText key = KeyText.of(Ids.next(random), bytes);
    var stored =
        VirtualKey.newBuilder()
            .setKeyId(key.keyId())
            .setHash(ByteBuffer.wrap(new KeyHasher(secret.get().pepper()).hash(key)))
            .setTeam(wanted.team().value())
            .setProject(wanted.project().orElse(null))
            .setUser(wanted.user().orElse(null))
            .setName(wanted.name().orElse(null))
            .setModels(wanted.models())
            .setCreatedAt(now())
            .setExpiresAt(wanted.expiresAt().orElse(null))
            .build();
    write(name(key.keyId()), stored);
    return key;
  }

  /** Every key that was ever made, the oldest first. */
  public List<VirtualKey> keys() {
    return entries().values().stream()
        .map(PolicyEntry::getEntry)
        .filter(VirtualKey.class::isInstance)
        .map(VirtualKey.class::cast)
        .sorted(Comparator.comparing(VirtualKey::getCreatedAt).thenComparing(VirtualKey::getKeyId))
        .toList();
  }

  /** Ends a key; false where there is none with this id. Ending it again changes nothing. */
  public boolean revoke(String keyId) {
    Optional<VirtualKey> key = keys().stream().filter(k -> k.getKeyId().equals(keyId)).findFirst();
    if (key.isPresent() && key.get().getRevokedAt() == null) {
      write(name(keyId), VirtualKey.newBuilder(key.get()).setRevokedAt(now()).build());
    }
    return key.isPresent();
  }

  /** Every data key that the log holds, unwrapped. */
  public DataKeyRing dataKeys() {
    KeyEncryptionKey under = secret.get();
    DataKeyRing ring = DataKeyRing.EMPTY;
    for (DataKey key : log.read(Topic.DATA_KEYS, DataKey.class).values()) {
      ring = ring.with(WrappedDataKey.of(key).unwrap(under));
    }
    return ring;
  }

  @Override
  public void close() {
    log.close();
  }

  private void requireUsable(NewKey wanted) {
    PolicyDocument document =
        policy().orElseThrow(() -> new ControlException("no policy has been applied yet"));
    if (PolicyParser.parse(document.getText()) instanceof PolicyReading.Valid(Policy policy)) {
      Team team =
          policy
              .team(wanted.team())
              .orElseThrow(() ->
                  lacks(
                      "team",
                      wanted.team().value(),
                      policy.teams().keySet().stream().map(TeamId::value)));
      for (String model : wanted.models()) {
        if (!policy.names().contains(model) || !team.mayUse(model)) {
          throw lacks(
              "model for team '" + team.id() + "'",
              model,
              policy.names().stream().filter(team::mayUse));
        }
      }
    }
  }

  private static ControlException lacks(String what, String name, Stream<String> has) {
    return new ControlException(
        "the policy has no %s '%s'; it has %s"
            .formatted(what, name, has.sorted().collect(Collectors.joining(", "))));
  }

  private Map<String, PolicyEntry> entries() {
    return log.read(Topic.POLICY, PolicyEntry.class);
  }

  private void write(String key, Object entry) {
    log.write(Topic.POLICY, key, PolicyEntry.newBuilder().setEntry(entry).build());
  }

  private static String name(String keyId) {
    return "key/" + keyId;
  }

  /** The events hold microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
