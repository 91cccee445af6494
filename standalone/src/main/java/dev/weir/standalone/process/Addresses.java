package dev.weir.standalone.process;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where a running process can be reached, left in its data folder so that other commands find it.
 *
 * @param others what else listens, by name
 */
public record Addresses(
    long pid, String bootstrapServers, URI registry, String topicPrefix, Map<String, URI> others) {

  public static final String GATEWAY = "gateway";
  public static final String ADMIN = "admin";
  public static final String PROCESSORS = "processors";
  public static final String SINKS = "sinks";
  public static final String ECHO = "echo";

  private static final String OTHER = "address.";

  public Addresses {
    others = Map.copyOf(others);
  }

  /** Those that a living process left; nothing where none runs on the folder. */
  public static Optional<Addresses> of(DataDirectory data) {
    try {
      return DataDirectory.read(data.addresses())
          .map(Addresses::parse)
          .filter(found -> ProcessHandle.of(found.pid).filter(ProcessHandle::isAlive).isPresent());
    } catch (IOException e) {
      throw new StartException("cannot read " + data.addresses() + ": " + e.getMessage(), e);
    }
  }

  /** Leaves them in the folder until the answer is closed. */
  DataDirectory.Hold publish(DataDirectory data) {
    try {
      data.writePrivately(data.addresses(), text());
    } catch (IOException e) {
      throw new StartException("cannot write " + data.addresses() + ": " + e.getMessage(), e);
    }
    return () -> {
      try {
        Files.deleteIfExists(data.addresses());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  public Optional<URI> other(String name) {
    return Optional.ofNullable(others.get(name));
  }

  String text() {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("registry", registry.toString());
    properties.setProperty("topic.prefix", topicPrefix);
    others.forEach((name, uri) -> properties.setProperty(OTHER + name, uri.toString()));
    var text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static Addresses parse(String text) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, URI> others = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(OTHER)) {
        others.put(name.substring(OTHER.length()), URI.create(properties.getProperty(name)));
      }
    }
    return new Addresses(
        Long.parseLong(properties.getProperty("pid", "0")),
        properties.getProperty("bootstrap.servers", ""),
        URI.create(properties.getProperty("registry", "")),
        properties.getProperty("topic.prefix", ""),
        others);
  }
}
