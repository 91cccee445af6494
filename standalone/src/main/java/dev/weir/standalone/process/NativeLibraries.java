package dev.weir.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.rocksdb.NativeLibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where RocksDB and ONNX Runtime unpack their native code: a folder of one role, which is emptied
 * at each start and goes away at the end. In the machine's temporary folder, where they put it by
 * themselves, a process that is killed would leave more than 30 MB behind each time.
 */
final class NativeLibraries implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(NativeLibraries.class);

  private final ScratchDirectory folder;
  private final boolean isUsable;

  private NativeLibraries(ScratchDirectory folder, boolean isUsable) {
    this.folder = folder;
    this.isUsable = isUsable;
  }

  /**
   * Has libraries use this folder. One from which nothing can be executed is of no use to them, and
   * they go on by themselves.
   */
  static NativeLibraries in(Path path) throws IOException {
    ScratchDirectory folder = new ScratchDirectory(path, false);
    if (Files.exists(path)) {
      folder.close();
    }
    Files.createDirectories(path);
    boolean isUsable = canExecute(path);
    if (!isUsable) {
      LOGGER.atInfo().log("native code is not unpacked into {}: nothing there can be run", path);
    }
    return new NativeLibraries(folder, isUsable);
  }

  private static boolean canExecute(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return true;
    }
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path probe = Files.createFile(path.resolve("probe"), mode);
    try {
      return Files.isExecutable(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** The folder, where it can be used. */
  Optional<Path> path() {
    return isUsable ? Optional.of(folder.path()) : Optional.empty();
  }

  /** To be called before anything opens a store. */
  void loadStores() throws IOException {
    if (isUsable) {
      NativeLibraryLoader.getInstance().loadLibrary(folder.path().toString());
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
