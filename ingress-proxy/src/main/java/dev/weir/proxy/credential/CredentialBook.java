package dev.weir.proxy.credential;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderCredential;
import dev.weir.governance.policy.ProviderKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of all providers of the policy in force, and the threads that keep them. What a new
 * version names as the one before did goes on as it is: its value, its turn, its standing.
 */
public final class CredentialBook implements AutoCloseable {

  private record Entry(String provider, ProviderKind kind, ProviderCredential credential) {}

  private record Kept(ProviderKey key, KeyRefresh refresh) {}

  private final Loaders loaders;
  private final InstantSource clock;
  private final Map<Entry, Kept> kept = new HashMap<>();
  private final Map<List<Entry>, ProviderKeys> providers = new HashMap<>();

  /** Whether a policy was followed: then what it does not name is not taken up. */
  private boolean follows;

  private boolean closed;

  public CredentialBook(SecretReader reader, InstantSource clock) {
    this.loaders = new Loaders(reader, clock);
    this.clock = clock;
  }

  /**
   * The keys of a provider; begins to read those that it sees for the first time, and waits for
   * none. Of those that the policy in force does not name only what it keeps is there.
   */
  public synchronized ProviderKeys of(Provider provider) {
    if (provider.credentials().isEmpty()) {
      return ProviderKeys.NONE;
    }
    if (closed) {
      return unreadable();
    }
    if (follows && !providers.containsKey(entries(provider))) {
      // An exchange still goes by an older policy.
      return whatIsKept(provider);
    }
    return providers.computeIfAbsent(
        entries(provider),
        entries -> new ProviderKeys(entries.stream().map(each -> keep(each).key()).toList()));
  }

  private ProviderKeys whatIsKept(Provider provider) {
    List<ProviderKey> left =
        entries(provider).stream().map(kept::get).filter(Objects::nonNull).map(Kept::key).toList();
    return left.isEmpty() ? unreadable() : new ProviderKeys(left);
  }

  private ProviderKeys unreadable() {
    var key = new ProviderKey(clock);
    key.isKnown();
    return new ProviderKeys(List.of(key));
  }

  private static List<Entry> entries(Provider provider) {
    return provider.credentials().stream()
        .map(each -> new Entry(provider.id(), provider.kind(), each))
        .toList();
  }

  private Kept keep(Entry entry) {
    return kept.computeIfAbsent(
        entry,
        it -> {
          var key = new ProviderKey(clock);
          return new Kept(
              key, KeyRefresh.start(it.provider(), key, loaders.of(it.kind(), it.credential())));
        });
  }

  /** Reads all that this policy names, and no longer what it does not. */
  public synchronized void follow(Policy policy) {
    Set<List<Entry>> named = new HashSet<>();
    for (Provider provider : policy.providers().values()) {
      named.add(entries(provider));
    }
    follows = false;
    for (Provider provider : policy.providers().values()) {
      var _ = of(provider);
    }
    follows = true;
    providers.keySet().retainAll(named);
    Set<Entry> entries = new HashSet<>();
    named.forEach(entries::addAll);
    kept.entrySet()
        .removeIf(each -> {
          boolean gone = !entries.contains(each.getKey());
          if (gone) {
            each.getValue().refresh().close();
          }
          return gone;
        });
  }

  /** How many keys of the policy in force were never read, or ran out. */
  public synchronized long missing() {
    return keys().filter(key -> !key.isUsable()).count();
  }

  /** How many keys are passed over because the provider refused or limited them. */
  public synchronized long setAside() {
    return keys().filter(ProviderKey::isAside).count();
  }

  /** How old the oldest value is that cannot be read again from its source; zero where all can. */
  public synchronized Duration oldest(String source) {
    List<Duration> ages = new ArrayList<>();
    kept.forEach((entry, it) -> {
      if (entry.credential().references().stream()
          .anyMatch(reference -> reference.source().equals(source))) {
        ages.add(it.key().age());
      }
    });
    return ages.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private Stream<ProviderKey> keys() {
    return kept.values().stream().map(Kept::key);
  }

  @Override
  public synchronized void close() {
    closed = true;
    kept.values().forEach(each -> each.refresh().close());
    loaders.close();
    kept.clear();
    providers.clear();
  }
}
