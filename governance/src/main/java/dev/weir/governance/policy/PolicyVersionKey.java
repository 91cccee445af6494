package dev.weir.governance.policy;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a policy's version in its topic: {@code version/0000000042/k3j9x0a1b2c3}. */
public final class PolicyVersionKey {

  /** The first releases wrote no more than the number. */
  private static final Pattern KEY = Pattern.compile("version/(\\d{10,18})(/.*)?");

  private PolicyVersionKey() {}

  /** {@code unique}: what tells it from another that is published at the same moment. */
  public static String of(long version, String unique) {
    return "version/%010d/%s".formatted(version, unique);
  }

  /** The number in a key; nothing where the key is that of something else. */
  public static OptionalLong version(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
