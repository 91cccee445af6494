package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fields that one dialect has and the canonical form has not, by their names there. A writer of the
 * same dialect writes them back; every other calls {@link #lose(Losses)}.
 *
 * @param needed names of fields without which the request is another one, such as state that lies
 *     at the provider: no other dialect may answer it
 * @param idle names of fields that change nothing elsewhere, because they ask for what other
 *     dialects do anyway: losing them is no loss
 */
public record Extras(Map<String, JsonNode> fields, Set<String> needed, Set<String> idle) {

  public static final Extras NONE = new Extras(Map.of());

  public Extras {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    needed = Set.copyOf(needed);
    idle = Set.copyOf(idle);
  }

  /** Fields that may all be left out with a note. */
  public Extras(Map<String, JsonNode> fields) {
    this(fields, Set.of(), Set.of());
  }

  /** Names all fields as refused or dropped, each as its kind demands. */
  public void lose(Losses losses) {
    fields.keySet().forEach(name -> lose(name, losses));
  }

  /** The same for one of them. */
  public void lose(String name, Losses losses) {
    if (needed.contains(name)) {
      losses.refuse(name);
    } else if (!idle.contains(name)) {
      losses.drop(name);
    }
  }
}
