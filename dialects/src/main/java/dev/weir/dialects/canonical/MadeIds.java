package dev.weir.dialects.canonical;

import java.util.regex.Pattern;

/**
 * Ids of calls to which their provider gave none. A reader of answers makes them out of the call's
 * place, which the next answer of a conversation has again; {@link #inExchange} makes them those of
 * one exchange. With it they have 40 characters, which is what OpenAI takes.
 */
public final class MadeIds {

  private static final String MADE = "weir_call_";
  private static final Pattern OF_PLACE = Pattern.compile(MADE + "\\d+_\\d+");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9]");

  /** The end of an id of an exchange: what is random in it stands there. */
  private static final int EXCHANGE_CHARACTERS_MAX = 20;

  private MadeIds() {}

  public static boolean isMade(String id) {
    return id.startsWith(MADE);
  }

  /** One that no other call of the answer has. */
  public static String ofPlace(int choice, int call) {
    return MADE + choice + "_" + call;
  }

  /** One that no other call of a request has; {@code number} counts them. */
  public static String ofRequest(int number) {
    return MADE + number;
  }

  /** The id for the caller: one that was made by its place belongs to this exchange from now on. */
  static String inExchange(String id, String requestId) {
    if (!OF_PLACE.matcher(id).matches()) {
      return id;
    }
    String safe = UNSAFE.matcher(requestId).replaceAll("");
    String end = safe.substring(Math.max(0, safe.length() - EXCHANGE_CHARACTERS_MAX));
    return MADE + end + "_" + id.substring(MADE.length());
  }
}
