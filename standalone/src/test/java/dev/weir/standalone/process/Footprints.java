package dev.weir.standalone.process;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.LoggerFactory;

/** All that a Weir in this process leaves behind: log lines, what it prints, records and files. */
final class Footprints implements AutoCloseable {

  /** Offsets and times, gigabytes of them that are not there: the broker reserves its indexes. */
  private static final List<String> INDEXES = List.of(".index", ".timeindex", ".txnindex");

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  Footprints() {
    logged.start();
    root().addAppender(logged);
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Every byte of every record of every topic, with headers. */
  static String records(LogConnection log) {
    return records(log, List.of(Topic.values()));
  }

  /** The same of these topics. */
  static String records(LogConnection log, List<Topic> topics) {
    var properties = log.clientProperties();
    properties.put("auto.offset.reset", "earliest");
    var all = new StringBuilder();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : topics) {
        consumer
            .partitionsFor(log.topic(topic))
            .forEach(it -> partitions.add(new TopicPartition(it.topic(), it.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(it -> {
              add(it.key(), all);
              add(it.value(), all);
              it.headers().forEach(header -> add(header.value(), all));
            });
      }
    }
    return all.toString();
  }

  private static void add(byte[] part, StringBuilder all) {
    if (part != null) {
      all.append(new String(part, StandardCharsets.ISO_8859_1)).append('\n');
    }
  }

  /** Log lines of any level that is on, with their traces, and what was printed. */
  String lines() {
    var all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(logged.list)) {
      all.append(event.getFormattedMessage()).append(event.getKeyValuePairs()).append('\n');
      if (event.getThrowableProxy() != null) {
        all.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return all.append(printed.toString(StandardCharsets.UTF_8)).toString();
  }

  /** What each file below the folder holds: logs, journals, stores, segments, archives. */
  static void files(Path folder, FileReader reader) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(each -> INDEXES.stream().noneMatch(each.toString()::endsWith))
              .toList();
    }
    for (Path each : files) {
      reader.read(each, new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
    }
  }

  /** Is told what stands in a file. */
  interface FileReader {
    void read(Path file, String bytes);
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    root().detachAppender(logged);
  }
}
