package dev.weir.dialects.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExtrasTest {

  private final Losses losses = new Losses();

  private static Extras extras(List<String> names, Set<String> needed, Set<String> idle) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, BooleanNode.TRUE));
    return new Extras(fields, needed, idle);
  }

  @Test
  void dropsWhatNobodyNeeds() {
    extras(List.of("a", "b"), Set.of(), Set.of()).lose(losses);

    assertThat(losses.dropped()).containsExactly("a", "b");
    assertThat(losses.refused()).isEmpty();
  }

  @Test
  void refusesWhatIsNeeded() {
    extras(List.of("a", "state"), Set.of("state"), Set.of()).lose(losses);

    assertThat(losses.dropped()).containsExactly("a");
    assertThat(losses.refused()).containsExactly("state");
  }

  @Test
  void keepsSilentAboutWhatChangesNothing() {
    extras(List.of("default"), Set.of(), Set.of("default")).lose(losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
  }
}
