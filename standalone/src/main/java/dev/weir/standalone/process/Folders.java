package dev.weir.standalone.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import org.jspecify.annotations.Nullable;

/** Says in one line that a folder cannot be used, before anything is started that would write. */
final class Folders {

  private Folders() {}

  /**
   * Makes the folder where there is none, and checks that it can be written to.
   *
   * @param option what to name another one with
   * @param attributes of the folders that are made
   * @throws StartException where it cannot be used
   */
  static void require(Path folder, String option, FileAttribute<?>... attributes) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, attributes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new StartException(folder + " is a file; name a folder with " + option, e);
    } catch (AccessDeniedException e) {
      throw notWritable(folder, option, e);
    } catch (NoSuchFileException e) {
      throw notMade(folder, e.getFile() + " cannot be made", option, e);
    } catch (IOException e) {
      throw notMade(folder, String.valueOf(e.getMessage()), option, e);
    }
    if (!Files.isWritable(folder)) {
      throw notWritable(folder, option, null);
    }
  }

  private static StartException notMade(
      Path folder, String reason, String option, IOException cause) {
    return new StartException(
        "cannot make the folder " + folder + " (" + reason + "); name another with " + option,
        cause);
  }

  private static StartException notWritable(Path folder, String option, @Nullable Throwable cause) {
    String message = folder + " cannot be written to; name another folder with " + option;
    return cause == null ? new StartException(message) : new StartException(message, cause);
  }
}
