package dev.weir.proxy.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.burn.BudgetAlerts;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderAddress;
import dev.weir.governance.policy.ProviderCredential;
import dev.weir.governance.policy.ProviderCredential.ApiKey;
import dev.weir.governance.policy.ProviderKind;
import dev.weir.governance.pricing.Discounts;
import dev.weir.governance.routing.RoutingRules;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which keys are kept, from version to version and while their source is away. */
final class CredentialBookTest {

  private static final UpstreamTarget TARGET =
      new UpstreamTarget(true, "api.example.com", 443, "/v1");

  private final Map<String, String> secrets =
      new ConcurrentHashMap<>(Map.of("A", "key-a", "B", "key-b"));
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final CredentialBook book = new CredentialBook(this::read, () -> now);

  @AfterEach
  void close() {
    book.close();
  }

  private ReadSecret read(CredentialReference reference) throws UnreadableSecretException {
    String found = secrets.get(reference.name());
    if (found == null) {
      throw new UnreadableSecretException(reference + " is away");
    }
    return new ReadSecret(new SecretText(found), Duration.ofHours(1));
  }

  private static Provider provider(String... names) {
    List<ProviderCredential> credentials =
        Arrays.stream(names)
            .<ProviderCredential>map(
                name -> new ApiKey(new CredentialReference("${env:" + name + "}")))
            .toList();
    return new Provider(
        "p",
        ProviderKind.OPENAI,
        new ProviderAddress.Url(URI.create("https://api.example.com/v1")),
        credentials,
        Provider.Timeouts.DEFAULT,
        "");
  }

  private static Policy policy(Provider provider) {
    return new Policy(
        "acme",
        Map.of("p", provider),
        Map.of(),
        Map.of(),
        Map.of(),
        RoutingRules.DEFAULT,
        Map.of(),
        List.of(),
        Discounts.NONE,
        Map.of(),
        Map.of(),
        BudgetAlerts.DEFAULT,
        List.of(),
        List.of());
  }

  /** The key whose turn it is, once it was read. */
  private static ProviderKey next(ProviderKeys keys) throws InterruptedException {
    var known = new CountDownLatch(1);
    while (keys.whenKnown(known::countDown)) {
      assertThat(known.await(30, TimeUnit.SECONDS)).isTrue();
    }
    return Objects.requireNonNull(keys.next(0, "m"));
  }

  private static String shown(ProviderKey key) {
    HttpFields.Mutable headers = HttpFields.build();
    key.authorization().on(headers, TARGET, ByteBuffer.allocate(0));
    return String.valueOf(headers.get("Authorization"));
  }

  @Test
  void keepsTheLastValueWhileItsSourceIsAwayAndTellsItsAge() throws Exception {
    ProviderKey key = next(book.of(provider("A")));
    now = now.plusSeconds(30);
    assertThat(book.oldest("env")).isEqualTo(Duration.ZERO);
    secrets.remove("A");
    key.refused(key.authorization());
    now = now.plusSeconds(60);

    long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (book.oldest("env").isZero()) {
      assertThat(System.nanoTime()).isLessThan(limit);
      Thread.onSpinWait();
    }
    assertThat(shown(key)).isEqualTo("Bearer key-a");
    assertThat(book.oldest("env")).isEqualTo(Duration.ofSeconds(90));
    assertThat(book.oldest("vault")).isEqualTo(Duration.ZERO);
    assertThat(book.missing()).isZero();
  }

  @Test
  void keepsAKeyAndItsStandingInTheNextVersion() throws Exception {
    ProviderKey first = next(book.of(provider("A")));
    first.limited(first.authorization(), Duration.ofMinutes(5));
    Provider both = provider("A", "B");

    book.follow(policy(both));

    for (int i = 0; i < 3; i++) {
      assertThat(shown(next(book.of(both)))).isEqualTo("Bearer key-b");
    }
    assertThat(book.setAside()).isEqualTo(1);
    assertThat(next(book.of(provider("A")))).isSameAs(first);
  }

  @Test
  void doesNotTakeUpAgainWhatThePolicyNoLongerNames() throws Exception {
    Provider old = provider("A");
    var _ = next(book.of(old));

    book.follow(policy(provider("B")));

    var _ = next(book.of(provider("B")));
    assertThat(book.of(old).areThere()).isFalse();
    assertThat(book.missing()).isZero();
  }

  @Test
  void countsTheKeysThatAreMissing() throws Exception {
    ProviderKeys keys = book.of(provider("A", "NOWHERE"));
    var _ = next(keys);

    assertThat(book.missing()).isEqualTo(1);
    book.follow(policy(provider("A")));
    assertThat(book.missing()).isZero();
  }

  @Test
  void givesNoCredentialOutAfterItsEnd() {
    book.close();

    ProviderKeys keys = book.of(provider("A"));

    assertThat(keys.next(0, "m")).isNull();
    assertThat(keys.whenKnown(() -> {})).isFalse();
  }

  @Test
  void showsNothingToAProviderThatAsksForNothing() {
    ProviderKeys keys = book.of(provider());

    assertThat(shown(Objects.requireNonNull(keys.next(0, "m")))).isEqualTo("null");
  }
}
