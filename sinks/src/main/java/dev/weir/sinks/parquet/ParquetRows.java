package dev.weir.sinks.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** A Parquet file that is being written. It can be read only after {@link #close}. */
public final class ParquetRows implements AutoCloseable {

  private final RowSchema rows;
  private final ParquetWriter<IndexedRecord> writer;

  private ParquetRows(RowSchema rows, ParquetWriter<IndexedRecord> writer) {
    this.rows = rows;
    this.writer = writer;
  }

  /**
   * Begins a new file.
   *
   * @param rowGroupBytes how much is held in memory before it is written out
   * @param labels what the file's footer says of its origin
   */
  public static ParquetRows create(
      Path file, Schema valueSchema, int rowGroupBytes, Map<String, String> labels)
      throws IOException {
    RowSchema rows = RowSchema.of(valueSchema);
    var configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    return new ParquetRows(
        rows,
        AvroParquetWriter.<IndexedRecord>builder(new LocalOutputFile(file))
            .withConf(configuration)
            .withCodecFactory(new ZstdCodec())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize((long) rowGroupBytes)
            .withSchema(rows.schema())
            .withDataModel(exactTypes())
            .withExtraMetaData(labels)
            .build());
  }

  public void write(ArchiveRow row) throws IOException {
    writer.write(rows.record(row));
  }

  /** Bytes so far, written and in memory; an estimate before compression for the part in memory. */
  public long bytes() {
    return writer.getDataSize();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static SpecificData exactTypes() {
    var data = new SpecificData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return data;
  }
}
