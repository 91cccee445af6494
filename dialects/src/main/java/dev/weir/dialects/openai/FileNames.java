package dev.weir.dialects.openai;

import dev.weir.dialects.canonical.DataUri;
import dev.weir.dialects.canonical.MediaSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of files: OpenAI demands one, and takes the kind of a file from its ending. */
public final class FileNames {

  /** With a letter: {@code Report 2.0} has none. */
  private static final Pattern ENDING = Pattern.compile("\\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$");

  /** A scheme, which no base64 has. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private static final String PDF = "application/pdf";

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry(PDF, ".pdf"),
          Map.entry("text/plain", ".txt"),
          Map.entry("text/markdown", ".md"),
          Map.entry("text/html", ".html"),
          Map.entry("text/csv", ".csv"),
          Map.entry("application/json", ".json"),
          Map.entry("application/msword", ".doc"),
          Map.entry(
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
          Map.entry("application/vnd.ms-excel", ".xls"),
          Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
          Map.entry(
              "application/vnd.openxmlformats-officedocument.presentationml.presentation",
              ".pptx"));

  private FileNames() {}

  /** The name, with an ending where it has none and the type of its content tells. */
  public static String of(Optional<String> name, String mediaType) {
    String known = name.filter(it -> !it.isBlank()).orElse("document");
    return ENDING.matcher(known).find() ? known : known + endingOf(mediaType);
  }

  private static String endingOf(String mediaType) {
    return ENDINGS.getOrDefault(mediaType.toLowerCase(Locale.ROOT), "");
  }

  /**
   * What a field of a file's data holds: a data URI, an address, or base64 alone, whose type its
   * name tells, and without an ending there is PDF. Nothing where a data URI cannot be read.
   */
  public static Optional<MediaSource> source(String data, Optional<String> name) {
    if (ADDRESS.matcher(data).lookingAt()) {
      return DataUri.source(data);
    }
    Matcher ending = ENDING.matcher(name.orElse(""));
    if (!ending.find()) {
      return Optional.of(new MediaSource.Inline(PDF, data));
    }
    String wanted = ending.group().toLowerCase(Locale.ROOT);
    return Optional.of(
        new MediaSource.Inline(
            ENDINGS.entrySet().stream()
                .filter(it -> it.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("application/octet-stream"),
            data));
  }
}
