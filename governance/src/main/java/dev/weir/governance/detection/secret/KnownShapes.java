package dev.weir.governance.detection.secret;

import java.util.List;
import java.util.Locale;

/**
 * Values whose shape is known: where they begin like a token of a vendor and were not found as one,
 * or are too long for what their name says, somebody has written an example.
 */
final class KnownShapes {

  private static final List<String> PREFIXES =
      List.of(
          "AKIA",
          "ASIA",
          "AIza",
          "GOCSPX-",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "glpat-",
          "ATATT3",
          "npm_",
          "pypi-",
          "dckr_pat_",
          "dop_v1_",
          "dapi",
          "dp.pt.",
          "dp.st.",
          "hvs.",
          "hvb.",
          "sk-ant-",
          "sk-proj-",
          "hf_",
          "gsk_",
          "xai-",
          "pplx-",
          "tvly-",
          "xoxb-",
          "xoxp-",
          "xapp-",
          "sk_live_",
          "sk_test_",
          "rk_live_",
          "shpat_",
          "shpss_",
          "SG.",
          "NRAK-",
          "px-api-",
          "px-dep-",
          "PMAK-",
          "sq0atp-",
          "sntrys_",
          "lin_api_",
          "figd_",
          "wk_");

  private static final int NAME_MAX = 60;
  private static final int AWS_SECRET_KEY = 40;

  private KnownShapes() {}

  /**
   * Whether {@code value}, which starts at {@code start}, contradicts its own beginning or its
   * name.
   */
  static boolean isBroken(CharSequence text, int start, String value) {
    for (String prefix : PREFIXES) {
      if (value.startsWith(prefix)) {
        return true;
      }
    }
    String name =
        text.subSequence(Math.max(0, start - NAME_MAX), start).toString().toLowerCase(Locale.ROOT);
    int aws = Math.max(name.lastIndexOf("aws_secret"), name.lastIndexOf("awssecret"));
    return aws >= 0
        && name.indexOf('\n', aws) < 0
        && name.indexOf("key", aws) >= 0
        && value.length() != AWS_SECRET_KEY;
  }
}
