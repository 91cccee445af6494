package dev.weir.proxy.credential;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one provider, used in turn. One that the provider refused or limited, for all models
 * or for one, is passed over for a while; where all are, the one whose time ends first is used,
 * since the provider's own answer says more than ours would.
 */
public final class ProviderKeys {

  /** Of a provider that asks for no credential. */
  public static final ProviderKeys NONE = new ProviderKeys(List.of(ProviderKey.NOTHING));

  /** A source that says nothing for so long counts as one that cannot be read, for now. */
  public static final Duration KNOWN_WITHIN = Duration.ofSeconds(5);

  private final ProviderKey[] keys;
  private final AtomicInteger turn = new AtomicInteger();

  ProviderKeys(List<ProviderKey> keys) {
    if (keys.isEmpty() || keys.size() > Long.SIZE) {
      throw new IllegalArgumentException("from 1 to 64 keys: " + keys.size());
    }
    this.keys = keys.toArray(ProviderKey[]::new);
  }

  /**
   * The key whose turn it is; null where none is there.
   *
   * @param tried the {@link #bit}s of keys that this exchange has used already: after one of them,
   *     only a key that is not set aside is worth another attempt
   * @param model that is asked, as the provider names it; empty where none is
   */
  public @Nullable ProviderKey next(long tried, String model) {
    int count = keys.length;
    int first = count == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), count);
    ProviderKey back = null;
    for (int i = 0; i < count; i++) {
      int index = (first + i) % count;
      ProviderKey key = keys[index];
      if ((tried & (1L << index)) != 0 || !key.isUsable()) {
        continue;
      }
      if (!key.isAside(model)) {
        return key;
      }
      if (back == null || key.asideUntilMillis(model) < back.asideUntilMillis(model)) {
        back = key;
      }
    }
    return tried == 0 ? back : null;
  }

  /** Whether there is a key that is worth another attempt of the same exchange. */
  public boolean hasAnother(long tried, String model) {
    for (int i = 0; i < keys.length; i++) {
      if ((tried & (1L << i)) == 0 && keys[i].isUsable() && !keys[i].isAside(model)) {
        return true;
      }
    }
    return false;
  }

  /** Stands for a key among those that were tried. */
  public long bit(ProviderKey key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == key) {
        return 1L << i;
      }
    }
    throw new IllegalArgumentException("the key of another provider");
  }

  public boolean areSeveral() {
    return keys.length > 1;
  }

  /** Whether there is one, passed over or not. */
  public boolean areThere() {
    for (ProviderKey key : keys) {
      if (key.isUsable()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs the task, once, when the first of them is known, which takes {@link #KNOWN_WITHIN} at
   * most; false, and it is not run, where nothing is outstanding. The task runs on a key's thread
   * and must not keep it.
   */
  public boolean whenKnown(Runnable task) {
    var once = new Once(task);
    boolean waits = false;
    for (ProviderKey key : keys) {
      waits |= key.whenKnown(once);
    }
    return waits;
  }

  private static final class Once implements Runnable {

    private final AtomicInteger runs = new AtomicInteger();
    private final Runnable task;

    Once(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (runs.getAndIncrement() == 0) {
        task.run();
      }
    }
  }
}
