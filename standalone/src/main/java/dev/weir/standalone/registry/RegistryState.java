package dev.weir.standalone.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the topic says, entry by entry. {@link #replay} is the only way to change it, for records of
 * the past and of now alike. For any number of threads.
 */
final class RegistryState {

  static final String DEFAULT_COMPATIBILITY = "FULL_TRANSITIVE";
  static final String DEFAULT_MODE = "READWRITE";

  private final TreeMap<String, TreeMap<Integer, SubjectVersion>> subjects = new TreeMap<>();
  private final Map<Integer, SchemaText> texts = new HashMap<>();
  private final Map<SchemaText, Integer> ids = new HashMap<>();
  private final Map<String, String> compatibilities = new HashMap<>();
  private final Map<String, String> modes = new HashMap<>();
  private @Nullable String compatibility;
  private @Nullable String mode;
  private int lastId;

  synchronized void replay(LogEntry entry) {
    switch (entry) {
      case LogEntry.OfVersion(String subject, int number, SubjectVersion version) -> {
        if (version == null) {
          forget(subject, number);
        } else {
          remember(version);
        }
      }
      case LogEntry.OfCompatibility(String subject, String level) -> {
        if (subject == null) {
          compatibility = level;
        } else {
          putOrRemove(compatibilities, subject, level);
        }
      }
      case LogEntry.OfMode(String subject, String newMode) -> {
        if (subject == null) {
          mode = newMode;
        } else {
          putOrRemove(modes, subject, newMode);
        }
      }
    }
  }

  private void remember(SubjectVersion version) {
    subjects
        .computeIfAbsent(version.subject(), _ -> new TreeMap<>())
        .put(version.version(), version);
    texts.put(version.id(), version.text());
    ids.putIfAbsent(version.text(), version.id());
    lastId = Math.max(lastId, version.id());
  }

  private void forget(String subject, int number) {
    TreeMap<Integer, SubjectVersion> versions = subjects.get(subject);
    SubjectVersion gone = versions == null ? null : versions.remove(number);
    if (versions == null || gone == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    if (withId(gone.id()).isEmpty()) {
      texts.remove(gone.id());
      ids.remove(gone.text(), gone.id());
    }
  }

  private static void putOrRemove(Map<String, String> map, String subject, @Nullable String value) {
    if (value == null) {
      map.remove(subject);
    } else {
      map.put(subject, value);
    }
  }

  /** Every subject, those whose versions are all deleted among them. */
  synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  /** All versions of a subject, oldest first, deleted ones among them. */
  synchronized List<SubjectVersion> versions(String subject) {
    TreeMap<Integer, SubjectVersion> versions = subjects.get(subject);
    return versions == null ? List.of() : List.copyOf(versions.values());
  }

  /** All versions of all subjects that have the id. */
  synchronized List<SubjectVersion> withId(int id) {
    List<SubjectVersion> found = new ArrayList<>();
    subjects
        .values()
        .forEach(
            versions -> versions.values().stream().filter(v -> v.id() == id).forEach(found::add));
    return found;
  }

  synchronized Optional<SchemaText> text(int id) {
    return Optional.ofNullable(texts.get(id));
  }

  /** The id of a text, or the one that it would get. */
  synchronized int idFor(SchemaText text) {
    Integer id = ids.get(text);
    return id == null ? lastId + 1 : id;
  }

  synchronized int lastId() {
    return lastId;
  }

  synchronized String compatibility() {
    return compatibility == null ? DEFAULT_COMPATIBILITY : compatibility;
  }

  synchronized Optional<String> compatibility(String subject) {
    return Optional.ofNullable(compatibilities.get(subject));
  }

  synchronized String mode() {
    return mode == null ? DEFAULT_MODE : mode;
  }

  synchronized Optional<String> mode(String subject) {
    return Optional.ofNullable(modes.get(subject));
  }
}
