package dev.weir.dialects.blame;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a provider holds against a key: that it is none, or that it may not be used for one model.
 * Providers have no common field for that, so their codes and words are looked through; where they
 * leave it open, a limit (429) is one model's and a prohibition (403) the key's.
 */
public enum Blame {
  /** The key, its account or organisation: no model can be asked with it. */
  KEY,
  /** The key as far as the model that was asked: others can be. */
  MODEL,
  NOTHING;

  private static final Set<String> ACCOUNT_CODES =
      Set.of(
          "insufficient_quota",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "account_deactivated",
          "access_terminated");

  private static final Set<String> MODEL_CODES =
      Set.of("model_not_found", "deploymentnotfound", "deployment_not_found");

  private static final Pattern MODEL_WORD = Pattern.compile("\\b(?:models?|deployment)\\b");

  /**
   * OpenAI: {@code Rate limit reached for NAME in organization ID}. Google: {@code quotaId
   * ..PerProjectPerModel}.
   */
  private static final Pattern MODEL_LIMIT =
      Pattern.compile("\\bmodel\\b|permodel|reached for \\S{1,200} in organi[sz]ation");

  private static final Pattern ACCOUNT_WORD =
      Pattern.compile(
          "\\b(?:organi[sz]ation|account|workspace|billing|current quota|credit balance)|perproject");

  /**
   * Reads an error.
   *
   * @param error as much of its body as is known; any bytes
   * @param model as the provider names it; empty where none was asked
   */
  public static Blame of(int status, byte[] error, String model) {
    return switch (status) {
      case 401 -> KEY;
      case 403 -> ofForbidden(ErrorWords.of(error), model);
      case 404 -> ofMissing(ErrorWords.of(error), model);
      case 429 -> ofLimit(ErrorWords.of(error), model);
      default -> NOTHING;
    };
  }

  private static Blame ofForbidden(ErrorWords words, String model) {
    boolean account = words.haveAny(ACCOUNT_CODES);
    return !account && (speakOf(model, words) || words.have(MODEL_WORD)) ? MODEL : KEY;
  }

  private static Blame ofMissing(ErrorWords words, String model) {
    return speakOf(model, words) ? MODEL : NOTHING;
  }

  private static Blame ofLimit(ErrorWords words, String model) {
    if (words.haveAny(ACCOUNT_CODES)) {
      return KEY;
    }
    boolean ofModel = words.name(model) || words.have(MODEL_LIMIT);
    return !ofModel && words.have(ACCOUNT_WORD) ? KEY : MODEL;
  }

  private static boolean speakOf(String model, ErrorWords words) {
    return words.haveAny(MODEL_CODES) || words.name(model);
  }
}
