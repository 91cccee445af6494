package dev.weir.sinks.archive;

import dev.weir.sinks.parquet.ParquetFooter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A whole file of the archive. */
record SegmentFile(Path path, SegmentName name) {

  private static final int READ_BYTES = 1 << 16;

  /** What the manifest says of it; reads the whole file. */
  ManifestEntry.Archived describe(int partition) throws IOException {
    ParquetFooter footer = footer();
    return new ManifestEntry.Archived(
        partition,
        partition + "/" + name.fileName(),
        name.firstOffset(),
        name.lastOffset(),
        footer.rows(),
        Files.size(path),
        sha256(),
        footer.minTimestamp(),
        footer.maxTimestamp());
  }

  /** The footer, or an error when the file is damaged or is not what its name says. */
  ParquetFooter footer() throws IOException {
    ParquetFooter footer = ParquetFooter.read(path);
    if (footer.firstOffset() != name.firstOffset() || footer.lastOffset() != name.lastOffset()) {
      throw new IOException("the file's rows are not what its name says: " + path);
    }
    return footer;
  }

  private String sha256() throws IOException {
    try (InputStream bytes = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[READ_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
