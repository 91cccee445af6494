package dev.weir.processors.alert;

import dev.weir.processors.store.PendingSighting;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an alert grows with what is seen. Places are kept of the first sighting alone. */
final class SightedAlert {

  private static final int CREATE = 1;
  private static final int EVIDENCE_MAX = 20;
  private static final int REQUESTS_MAX = 10;

  private SightedAlert() {}

  /** Of the sighting that makes an alert of those before it. */
  static Alert first(AlertKey key, List<PendingSighting> before, Sighting sighting) {
    Instant time = sighting.getTime();
    List<String> requests = new ArrayList<>();
    before.stream()
        .map(PendingSighting::getRequestId)
        .filter(it -> !it.isEmpty())
        .forEach(requests::add);
    List<String> all = with(requests, sighting.getRequestId());
    return Alert.newBuilder()
        .setFindingUid(uid(key, time))
        .setActivityId(CREATE)
        .setSeverityId(sighting.getSeverityId())
        .setTime(time)
        .setTitle(sighting.getTitle())
        .setDescription(sighting.getDescription())
        .setType(key.type())
        .setOrganisation(sighting.getOrganisation())
        .setTeam(key.team())
        .setRequestId(all.isEmpty() ? null : all.getFirst())
        .setModel(sighting.getModel())
        .setEvidence(some(sighting.getEvidence()))
        .setObserved(sighting.getObserved())
        .setExpected(sighting.getExpected())
        .setSubject(key.subject())
        .setCount(before.size() + 1L)
        .setFirstSeen(before.isEmpty() ? time : before.getFirst().getTime())
        .setLastSeen(time)
        .setRequestIds(last(all))
        .build();
  }

  /** Of a watcher's own. */
  static Alert first(AlertKey key, Alert told) {
    return Alert.newBuilder(told)
        .setFindingUid(told.getFindingUid() + '/' + told.getTime())
        .setSubject(key.subject())
        .setActivityId(CREATE)
        .setStatus(AlertStatus.NEW)
        .setRevision(0)
        .setCount(1)
        .setEvidence(some(told.getEvidence()))
        .setFirstSeen(told.getTime())
        .setLastSeen(told.getTime())
        .setRequestIds(with(List.of(), told.getRequestId()))
        .build();
  }

  static Alert.Builder with(Alert known, Sighting sighting) {
    return grown(known, sighting.getTime(), sighting.getSeverityId(), sighting.getRequestId())
        .setCount(known.getCount() + 1)
        .setObserved(sighting.getObserved())
        .setExpected(sighting.getExpected());
  }

  static Alert.Builder with(Alert known, Alert told) {
    return grown(known, told.getTime(), told.getSeverityId(), told.getRequestId())
        .setCount(known.getCount() + (told.getActivityId() == CREATE ? 1 : 0))
        .setTitle(told.getTitle())
        .setDescription(told.getDescription())
        .setObserved(told.getObserved())
        .setExpected(told.getExpected());
  }

  private static Alert.Builder grown(
      Alert known, Instant time, int severityId, @Nullable String requestId) {
    Instant last = known.getLastSeen() == null ? known.getTime() : known.getLastSeen();
    return Alert.newBuilder(known)
        .setTime(time)
        .setSeverityId(Math.max(known.getSeverityId(), severityId))
        .setLastSeen(last.isAfter(time) ? last : time)
        .setRequestIds(with(known.getRequestIds(), requestId));
  }

  private static String uid(AlertKey key, Instant opened) {
    return key.type() + '/' + key.team() + '/' + key.subject() + '/' + opened;
  }

  private static List<Evidence> some(List<Evidence> all) {
    return all.stream().limit(EVIDENCE_MAX).toList();
  }

  private static List<String> with(List<String> before, @Nullable String requestId) {
    if (requestId == null || before.contains(requestId)) {
      return before;
    }
    List<String> after = new ArrayList<>(before);
    after.add(requestId);
    return last(after);
  }

  private static List<String> last(List<String> all) {
    return all.size() > REQUESTS_MAX ? all.subList(all.size() - REQUESTS_MAX, all.size()) : all;
  }
}
