package dev.weir.standalone.registry;

import java.util.List;

/** Finds versions the way that clients name them. */
final class Versions {

  private static final String LATEST = "latest";
  private static final String ALSO_LATEST = "-1";

  private final RegistryState state;

  Versions(RegistryState state) {
    this.state = state;
  }

  /** The subject's versions, oldest first; at least one. */
  List<SubjectVersion> of(String subject, boolean withDeleted) {
    List<SubjectVersion> versions =
        state.versions(subject).stream().filter(v -> withDeleted || !v.deleted()).toList();
    if (versions.isEmpty()) {
      throw Refusal.subjectNotFound(subject);
    }
    return versions;
  }

  /** One version, by its number or as {@code latest}. */
  SubjectVersion find(String subject, String name, boolean withDeleted) {
    int number = isLatest(name) ? 0 : number(name);
    List<SubjectVersion> versions = of(subject, withDeleted);
    if (isLatest(name)) {
      return versions.getLast();
    }
    return versions.stream()
        .filter(version -> version.version() == number)
        .findFirst()
        .orElseThrow(() -> Refusal.versionNotFound(number));
  }

  static boolean isLatest(String name) {
    return name.equals(LATEST) || name.equals(ALSO_LATEST);
  }

  private static int number(String name) {
    try {
      int number = Integer.parseInt(name);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused like a number that is out of range.
    }
    throw Refusal.invalidVersion(name);
  }
}
