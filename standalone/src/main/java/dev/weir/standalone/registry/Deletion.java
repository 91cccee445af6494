package dev.weir.standalone.registry;

import java.util.List;

/**
 * Deletes in two steps: softly, after which a version is still read by its id, and then for good.
 */
final class Deletion {

  private final RegistryState state;
  private final SchemaLog log;
  private final Versions versions;

  Deletion(RegistryState state, SchemaLog log, Versions versions) {
    this.state = state;
    this.log = log;
    this.versions = versions;
  }

  /** The numbers of the versions that it deleted. */
  List<Integer> ofSubject(String subject, boolean permanent) {
    return log.whileLocked(() -> {
      List<SubjectVersion> all = versions.of(subject, true);
      List<SubjectVersion> live = all.stream().filter(v -> !v.deleted()).toList();
      checkWritable(subject);
      if (permanent && !live.isEmpty()) {
        throw Refusal.subjectNotSoftDeleted(subject);
      }
      if (!permanent && live.isEmpty()) {
        throw Refusal.subjectSoftDeleted(subject);
      }
      List<SubjectVersion> doomed = permanent ? all : live;
      doomed.forEach(this::checkUnreferenced);
      doomed.forEach(version -> delete(version, permanent));
      return SubjectApi.numbers(doomed);
    });
  }

  /** The number of the version. */
  Integer ofVersion(String subject, String name, boolean permanent) {
    return log.whileLocked(() -> {
      SubjectVersion version = versions.find(subject, name, true);
      checkWritable(subject);
      if (permanent && !version.deleted()) {
        throw Refusal.versionNotSoftDeleted(subject, version.version());
      }
      if (!permanent && version.deleted()) {
        throw Refusal.versionSoftDeleted(subject, version.version());
      }
      checkUnreferenced(version);
      delete(version, permanent);
      return version.version();
    });
  }

  /** The versions, not deleted, whose schemas refer to this one. */
  List<SubjectVersion> referrers(SubjectVersion referenced) {
    return state.subjects().stream()
        .flatMap(subject -> state.versions(subject).stream())
        .filter(version -> !version.deleted())
        .filter(version ->
            version.text().references().stream()
                .anyMatch(reference ->
                    referenced.subject().equals(reference.getSubject())
                        && Integer.valueOf(referenced.version()).equals(reference.getVersion())))
        .toList();
  }

  private void delete(SubjectVersion version, boolean permanent) {
    log.append(
        new LogEntry.OfVersion(
            version.subject(), version.version(), permanent ? null : version.asDeleted()));
  }

  private void checkUnreferenced(SubjectVersion version) {
    if (!referrers(version).isEmpty()) {
      throw Refusal.isReferenced(version.subject(), version.version());
    }
  }

  private void checkWritable(String subject) {
    if (state.mode(subject).orElseGet(state::mode).equals(SettingsApi.READ_ONLY)) {
      throw Refusal.readOnly(subject);
    }
  }
}
