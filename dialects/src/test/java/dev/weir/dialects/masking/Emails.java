package dev.weir.dialects.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.masking.MaskingLimits;
import dev.weir.governance.masking.MaskingRules;

/** Masks e-mail addresses. */
final class Emails {

  private static final RequestMasking MASKING =
      new RequestMasking(MaskingRules.REPLACE_ALL, MaskingLimits.DEFAULT);

  private static final TextScan PII = TextScan.of(PiiRules.all());

  private Emails() {}

  static RequestMasking.Outcome outcome(DialectName dialect, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return MASKING.mask(dialect, bytes, bytes.length, "req-1", (text, _) -> PII.scan(text));
  }

  static RequestMasking.Outcome.Changed changed(DialectName dialect, String body) {
    return (RequestMasking.Outcome.Changed) outcome(dialect, body);
  }

  static String masked(DialectName dialect, String body) {
    return UTF_8.decode(changed(dialect, body).body().duplicate()).toString();
  }
}
