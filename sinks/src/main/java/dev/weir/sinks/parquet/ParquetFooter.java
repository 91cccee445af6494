package dev.weir.sinks.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/**
 * What a finished archive file says of its rows.
 *
 * <p>Read through the format's own structures, since Parquet's file reader needs Hadoop's classes.
 */
public record ParquetFooter(
    long rows, long firstOffset, long lastOffset, Instant minTimestamp, Instant maxTimestamp) {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TRAILER_BYTES = Integer.BYTES + MAGIC.length;

  /** A footer of this size would describe some hundred thousand row groups: it is damage. */
  private static final int FOOTER_BYTES_MAX = 64 << 20;

  public static ParquetFooter read(Path file) throws IOException {
    FileMetaData metaData = metaData(file);
    var offsets = new Bounds();
    var timestamps = new Bounds();
    for (RowGroup group : metaData.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        String column = String.join(".", chunk.getMeta_data().getPath_in_schema());
        switch (column) {
          case RowSchema.OFFSET -> offsets.widen(chunk.getMeta_data().getStatistics());
          case RowSchema.TIMESTAMP -> timestamps.widen(chunk.getMeta_data().getStatistics());
          default -> {}
        }
      }
    }
    return new ParquetFooter(
        metaData.getNum_rows(),
        offsets.min,
        offsets.max,
        Instant.EPOCH.plus(timestamps.min, ChronoUnit.MICROS),
        Instant.EPOCH.plus(timestamps.max, ChronoUnit.MICROS));
  }

  private static FileMetaData metaData(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() < MAGIC.length + TRAILER_BYTES) {
        throw new IOException("too short to be a Parquet file: " + file);
      }
      ByteBuffer trailer = read(channel, channel.size() - TRAILER_BYTES, TRAILER_BYTES);
      int length = trailer.order(ByteOrder.LITTLE_ENDIAN).getInt();
      byte[] magic = new byte[MAGIC.length];
      trailer.get(magic);
      long start = channel.size() - TRAILER_BYTES - length;
      if (!Arrays.equals(magic, MAGIC)
          || length <= 0
          || length > FOOTER_BYTES_MAX
          || start < MAGIC.length) {
        throw new IOException("not a whole Parquet file: " + file);
      }
      return Util.readFileMetaData(new ByteArrayInputStream(read(channel, start, length).array()));
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static final class Bounds {

    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    void widen(Statistics statistics) {
      min = Math.min(min, number(statistics.getMin_value()));
      max = Math.max(max, number(statistics.getMax_value()));
    }

    private static long number(byte[] plain) {
      return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
  }
}
