package dev.weir.standalone.trace;

import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.statement.TopicScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The sightings of a secret, the newest first.
 *
 * @param sightings no more than were asked for
 * @param total how many there are in the log
 * @param wholeSince since when the log holds all that was seen; nothing where none was ever deleted
 */
public record SecretTrace(
    List<SecretSighting> sightings, long total, Optional<Instant> wholeSince) {

  private static final Comparator<SecretSighting> OLDEST_FIRST =
      Comparator.comparing(SecretSighting::at);

  public SecretTrace {
    sightings = List.copyOf(sightings);
  }

  /**
   * Reads what was seen since {@code since} up to the end that the log has now, and keeps the
   * newest {@code max}.
   */
  public static SecretTrace follow(
      LogConnection connection, SoughtSecrets sought, Instant since, int max) {
    try (var serdes = new EventSerdes(connection);
        var scan = new TopicScan<AlertSource>(connection, serdes, Topic.SIGHTINGS)) {
      var newest = new PriorityQueue<>(OLDEST_FIRST);
      long[] total = {0};
      scan.read(
          since,
          found -> {
            Sighting sighting = found.value().getSighting();
            if (sighting == null) {
              return;
            }
            for (Evidence evidence : sighting.getEvidence()) {
              if (evidence.getKeyedHash() != null && sought.contains(evidence.getKeyedHash())) {
                total[0]++;
                newest.add(SecretSighting.of(sighting, evidence));
                if (newest.size() > max) {
                  var _ = newest.poll();
                }
              }
            }
          });
      List<SecretSighting> sightings = new ArrayList<>(newest);
      sightings.sort(OLDEST_FIRST.reversed());
      return new SecretTrace(sightings, total[0], scan.wholeSince());
    }
  }
}
