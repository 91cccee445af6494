package dev.weir.processors.alert;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertOrder;
import dev.weir.schemas.event.Sighting;

/** What an alert is of: while it is open, all that is seen of the same is part of it. */
record AlertKey(String type, String team, String subject) {

  /** The subject of what is more than a team may have open. */
  private static final String OTHERS = "others";

  static AlertKey of(Sighting sighting) {
    return new AlertKey(sighting.getType(), sighting.getTeam(), sighting.getSubject());
  }

  static AlertKey of(Alert alert) {
    return new AlertKey(alert.getType(), alert.getTeam(), alert.getSubject());
  }

  static AlertKey of(AlertOrder order) {
    return new AlertKey(order.getType(), order.getTeam(), order.getSubject());
  }

  AlertKey others() {
    return new AlertKey(type, team, OTHERS);
  }

  /** Type and team. */
  String kind() {
    return type + '|' + team;
  }

  boolean isOthers() {
    return subject.equals(OTHERS);
  }

  /** In the stores. Neither types nor teams have a bar. */
  String text() {
    return type + '|' + team + '|' + subject;
  }

  static AlertKey parse(String text) {
    int first = text.indexOf('|');
    int second = text.indexOf('|', first + 1);
    return new AlertKey(
        text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
  }
}
