package dev.weir.dialects.canonical;

/**
 * Names of tools that stand in a namespace, which OpenAI's Responses know: the namespace and the
 * name are one, with a character between them that no name may have anywhere. So a provider of
 * another dialect knows the tool by a name that {@link ToolNames} makes, and the caller finds it
 * again.
 */
public final class Namespaces {

  private static final char BETWEEN = '\u001F';

  private Namespaces() {}

  /** Whether a namespace or a name may be this. */
  public static boolean mayHold(String name) {
    return name.indexOf(BETWEEN) < 0;
  }

  /** The name alone where the namespace has no character. */
  public static String joined(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + BETWEEN + name;
  }

  /** Empty where it stands in none. */
  public static String namespaceOf(String joined) {
    int end = joined.indexOf(BETWEEN);
    return end < 0 ? "" : joined.substring(0, end);
  }

  /** The name within its namespace. */
  public static String nameOf(String joined) {
    return joined.substring(joined.indexOf(BETWEEN) + 1);
  }
}
