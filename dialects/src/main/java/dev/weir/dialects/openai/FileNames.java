package dev.weir.dialects.openai;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of files: OpenAI demands one, and takes the kind of a file from its ending. */
public final class FileNames {

  /** With a letter: {@code Report 2.0} has none. */
  private static final Pattern ENDING = Pattern.compile("\\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$");

  private FileNames() {}

  /** The name, with an ending where it has none and the type of its content tells. */
  public static String of(Optional<String> name, String mediaType) {
    String known = name.filter(it -> !it.isBlank()).orElse("document");
    return ENDING.matcher(known).find() ? known : known + endingOf(mediaType);
  }

  private static String endingOf(String mediaType) {
    return switch (mediaType.toLowerCase(Locale.ROOT)) {
      case "application/pdf" -> ".pdf";
      case "text/plain" -> ".txt";
      case "text/markdown" -> ".md";
      case "text/html" -> ".html";
      case "text/csv" -> ".csv";
      case "application/json" -> ".json";
      case "application/msword" -> ".doc";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> ".docx";
      case "application/vnd.ms-excel" -> ".xls";
      case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> ".xlsx";
      case "application/vnd.openxmlformats-officedocument.presentationml.presentation" -> ".pptx";
      default -> "";
    };
  }
}
