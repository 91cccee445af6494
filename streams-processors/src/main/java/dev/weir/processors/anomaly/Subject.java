package dev.weir.processors.anomaly;

import dev.weir.schemas.event.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose use is watched: a team's, one of its keys' or its use of one model.
 *
 * @param key in the stores and in the ids of alerts
 * @param text in the words of an alert
 * @param model empty where it is not one model's use
 */
record Subject(String key, String text, String team, String model) {

  /** What an attempt counts for. Who is refused has no served model. */
  static List<Subject> of(Usage usage) {
    String team = usage.getTeam();
    List<Subject> all = new ArrayList<>(3);
    all.add(ofTeam(team));
    if (!usage.getKeyId().isEmpty()) {
      String id = usage.getKeyId();
      all.add(new Subject("key/" + team + '/' + id, "Key " + id + " of team " + team, team, ""));
    }
    if (!usage.getServedModel().isEmpty()) {
      String model = usage.getServedModel();
      all.add(
          new Subject(
              "model/" + team + '/' + model, "Team " + team + " with " + model, team, model));
    }
    return all;
  }

  static Subject ofTeam(String team) {
    return new Subject("team/" + team, "Team " + team, team, "");
  }

  /** The subject of a key in the stores. */
  static Subject ofKey(String key) {
    int first = key.indexOf('/');
    int second = key.indexOf('/', first + 1);
    if (second < 0) {
      return ofTeam(key.substring(first + 1));
    }
    String team = key.substring(first + 1, second);
    String name = key.substring(second + 1);
    return key.startsWith("key/")
        ? new Subject(key, "Key " + name + " of team " + team, team, "")
        : new Subject(key, "Team " + team + " with " + name, team, name);
  }
}
