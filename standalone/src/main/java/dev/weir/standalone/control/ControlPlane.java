package dev.weir.standalone.control;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.Catalogue;
import dev.weir.governance.policy.CatalogueParser;
import dev.weir.governance.policy.CatalogueReading;
import dev.weir.governance.policy.CatalogueText;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.Team;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.processors.quota.GrantorBooks;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.event.CatalogueDocument;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Publishes what governs. For one thread. */
public final class ControlPlane implements AutoCloseable {

  private static final int TRIES_MAX = 50;

  private final ControlLog log;
  private final PolicyVersions versions;
  private final PolicyPublisher publisher;
  private final Supplier<KeyEncryptionKey> secret;
  private final InstantSource clock;
  private final SecureRandom random;

  ControlPlane(
      ControlLog log, Supplier<KeyEncryptionKey> secret, InstantSource clock, SecureRandom random) {
    this.log = log;
    this.versions = new PolicyVersions(log, random);
    this.publisher = new PolicyPublisher(log, secret, clock, random);
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
    return versions.newest();
  }

  /** Every version that was ever applied, the oldest first. */
  public List<PolicyDocument> history() {
    return versions.all();
  }

  /** One version; nothing where there is none with this number. */
  public Optional<PolicyDocument> version(long number) {
    return versions.all().stream().filter(it -> it.getVersion() == number).findFirst();
  }

  /**
   * Publishes the policy as the next version, whole or not at all: what dies before its text is
   * written leaves all that the one before charges as it was, and what dies after it is finished by
   * applying the same text again. Of two who apply at once both get a version; where {@link
   * Publication#ifVersion} is given, only who was faster.
   */
  public Application apply(String text, Publication publication) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Invalid(var problems) -> new Application.Invalid(problems);
      case PolicyReading.Valid(Policy policy) ->
          publisher.publish(text, CatalogueText.of(catalogue().usedBy(policy)), publication);
    };
  }

  /** What is publicly known of models: as published to the log, or as it came with this release. */
  public Catalogue catalogue() {
    return Catalogues.inForce(log);
  }

  /**
   * Publishes a catalogue of models, and then what governs as a new version where the catalogue
   * says something else of its models than before. {@link Publication#ifVersion} is about the
   * version of the policy; where another governs, the catalogue is published and the policy is not.
   */
  public CatalogueUpdate updateCatalogue(String text, Publication publication) {
    return switch (CatalogueParser.parse(text)) {
      case CatalogueReading.Invalid(var problems) -> new CatalogueUpdate.Invalid(problems);
      case CatalogueReading.Valid(Catalogue next) -> {
        Catalogue current = catalogue();
        if (next.dated().isBefore(current.dated())) {
          yield new CatalogueUpdate.Older(next.dated(), current.dated());
        }
        log.write(
            Topic.CATALOGUE,
            Catalogues.KEY,
            CatalogueDocument.newBuilder()
                .setText(text)
                .setPublishedAt(now())
                .setPublishedBy(publication.by())
                .setComment(publication.comment())
                .build());
        Publication why =
            publication.comment().isEmpty()
                ? publication.withComment("catalogue of " + next.dated())
                : publication;
        yield new CatalogueUpdate.Published(
            next.dated(), next.size(), policy().map(it -> applyAgain(it, why)));
      }
    };
  }

  /** What governs, and no older version in the place of one that somebody publishes meanwhile. */
  private Application applyAgain(PolicyDocument governs, Publication why) {
    if (why.ifVersion().isPresent()) {
      return apply(governs.getText(), why);
    }
    PolicyDocument current = governs;
    for (int i = 0; i < TRIES_MAX; i++) {
      Application done = apply(current.getText(), why.inPlaceOf(current.getVersion()));
      if (!(done instanceof Application.Overtaken)) {
        return done;
      }
      current = policy().orElseThrow();
    }
    throw new ControlException(
        "the catalogue is published, but others publish policies faster than it is applied to them:"
            + " apply the last one again");
  }

  /** Applies whatever governs, without a comment. */
  public Application apply(String text, String publishedBy) {
    return apply(text, Publication.by(publishedBy));
  }

  /**
   * Publishes what an earlier version said as the next one; nothing is taken out of the history.
   *
   * @throws ControlException where there is no such version
   */
  public Application rollback(long version, Publication publication) {
    PolicyDocument document =
        version(version)
            .orElseThrow(() ->
                new ControlException(
                    "there is no version " + version + "; 'weir policy history' lists them"));
    String comment = "rollback to version " + version;
    return publisher.publish(
        document.getText(),
        document.getCatalogue(),
        publication.comment().isEmpty() ? publication.withComment(comment) : publication);
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

  /** What operators have stopped. */
  public StopOrders stops() {
    return new StopOrders(log, this);
  }

  /** How fast budgets are spent, as the processors have reported, by team and limit. */
  public List<BurnReport> burn() {
    return log.read(Topic.BURN, BurnReport.class).values().stream()
        .sorted(Comparator.comparing(BurnReport::getTeam).thenComparing(BurnReport::getPolicyId))
        .toList();
  }

  /** How limits stand now, as {@code books} and the counts of the processors say. */
  public List<LimitRow> limits(GrantorBooks books) {
    return new LimitBoard(log, books).rows(policyInForce(), stops().inForce(now()), now());
  }

  private Optional<Policy> policyInForce() {
    return policy()
        .map(document -> PolicyParser.parse(document.getText()))
        .flatMap(reading ->
            reading instanceof PolicyReading.Valid(Policy policy)
                ? Optional.of(policy)
                : Optional.empty());
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
              "model that team '" + team.id() + "' may use called",
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
