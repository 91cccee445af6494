package dev.weir.standalone.reconcile;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads exports, whichever of the known ones a file is. JSON files are pages of the APIs' answers,
 * as they came; CSV files are what the consoles download.
 */
public final class ExportReader {

  /** A larger file is refused unread: narrow the export down. */
  static final long BYTES_MAX = 64L * 1024 * 1024;

  private ExportReader() {}

  /**
   * Reads all files as one export.
   *
   * @throws UnreadableExportException where one is none, with its line
   */
  public static Export read(List<Path> files) {
    var export = new Export();
    files.forEach(file -> read(file, export));
    return export;
  }

  private static void read(Path file, Export export) {
    String text = text(file);
    try (Reader reader = new StringReader(text)) {
      if (text.stripLeading().startsWith("{")) {
        new JsonPages(file, export).read(reader);
      } else {
        new CsvRows(file, export).read(reader);
      }
    } catch (IOException e) {
      throw new UnreadableExportException(file, "cannot be read: " + e.getMessage());
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UnreadableExportException(
            file, "has more than " + BYTES_MAX / 1024 / 1024 + " MiB; export fewer days at once");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
      if (start.isBlank()) {
        throw new UnreadableExportException(file, "is empty");
      }
      return start;
    } catch (NoSuchFileException e) {
      throw new UnreadableExportException(file, "no such file");
    } catch (CharacterCodingException e) {
      throw new UnreadableExportException(file, "is no text in UTF-8");
    } catch (IOException e) {
      throw new UnreadableExportException(file, "cannot be read: " + e.getMessage());
    }
  }
}
