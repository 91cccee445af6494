package dev.weir.standalone.demo;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Sighting;

/** What alerts are about: all that is seen of the same is one alert. */
record Watched(String type, String team, String subject) {

  static Watched by(Alert alert) {
    return new Watched(alert.getType(), alert.getTeam(), alert.getSubject());
  }

  static Watched by(Sighting sighting) {
    return new Watched(sighting.getType(), sighting.getTeam(), sighting.getSubject());
  }
}
