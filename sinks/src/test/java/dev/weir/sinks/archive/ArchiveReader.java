package dev.weir.sinks.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads an archive the way an analyst does: DuckDB over the files. */
final class ArchiveReader implements AutoCloseable {

  private final Connection connection;

  ArchiveReader() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  static String files(Path topicDirectory) {
    return "read_parquet('" + topicDirectory + "/*/*.parquet')";
  }

  /** The first column of every row. */
  List<Object> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Object> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getObject(1));
      }
      return values;
    }
  }

  /** The columns of the only row. */
  List<Object> row(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new AssertionError("no row: " + sql);
      }
      List<Object> values = new ArrayList<>();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        values.add(rows.getObject(column));
      }
      return values;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
