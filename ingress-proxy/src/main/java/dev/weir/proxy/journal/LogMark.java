package dev.weir.proxy.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Which log a journal's records are for: the id of the Kafka cluster, and a topic's name there. A
 * proxy that is pointed to another one must not write the first one's records there.
 */
record LogMark(String clusterId, String promptTopic) {

  private static final String FILE = "log";

  /**
   * Puts the mark on the folder.
   *
   * @param holdsRecords whether an earlier process has left records there
   * @throws OtherLogException where it has, and they are for another log
   */
  void put(Path folder, boolean holdsRecords) throws IOException {
    Path file = folder.resolve(FILE);
    String before = read(file);
    String now = clusterId + " " + promptTopic;
    if (before.equals(now)) {
      return;
    }
    if (holdsRecords && !before.isEmpty()) {
      throw new OtherLogException(
          "the journal in "
              + folder
              + " holds records that the log of Kafka cluster and topic '"
              + before
              + "' has not taken yet, and this is '"
              + now
              + "'; start the proxy once with that log, so that it takes them, or move the folder"
              + " away");
    }
    Path fresh = folder.resolve(FILE + ".new");
    Files.writeString(fresh, now, StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException _) {
      return "";
    }
  }
}
