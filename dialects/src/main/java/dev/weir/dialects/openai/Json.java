package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** The one parser factory of this dialect, with its limits. */
final class Json {

  private static final int DEPTH_MAX = 256;
  private static final int NAME_BYTES_MAX = 8 * 1024;
  private static final int NUMBER_CHARACTERS_MAX = 100;

  /** Without charset detection: JSON on the wire is UTF-8 (RFC 8259, section 8.1). */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNameLength(NAME_BYTES_MAX)
                  .maxNumberLength(NUMBER_CHARACTERS_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /** The text as a JSON string, with its quotes, in UTF-8. */
  static byte[] quoted(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
