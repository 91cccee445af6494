package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every key that the parser asks for is in the JSON Schema, and the other way round. */
final class PolicySchemaTest {

  /** Comes to every place where the parser asks for keys; names of its own begin with x-. */
  private static final String EVERYWHERE =
      """
      organisation: acme
      providers:
        x-p: {url: "http://localhost/v1", timeouts: {}}
        x-aws:
          kind: bedrock
          url: "http://localhost/v1"
          credential: {access-key-id: "${env:A}", secret-access-key: "${env:B}", region: eu-west-1}
        x-google:
          {kind: vertex, url: "http://localhost/v1", credentials: [{google-account: "${env:A}"}]}
        x-entra:
          kind: azure-openai
          url: "http://localhost/v1"
          api-version: v1
          credential: {tenant-id: t, client-id: c, client-secret: "${env:A}"}
      models:
        x-m: {provider: x-p}
      routes:
        x-a: {failover: [x-m, {lowest-latency: [x-m]}], hedge: {after: 1s}}
        x-b: {weighted: [{to: x-m, weight: 1}]}
        x-c: {split: {variants: [{name: x-v, to: x-m, percent: 100}]}}
        x-e: {by-task: {code: x-m, otherwise: x-m}}
        x-d: {canary: {to: x-m, stable: x-m, percent: 5}}
      routing: {breaker: {}, retries: {}}
      recognizers: {x-r: {words: [x]}}
      guards: [{id: g, find: [x-r]}]
      teams:
        x-t: {limits: [{id: l, unit: tokens, window: day, max: 1}]}
        x-u: {}
      passthrough: {}
      alerts: {budget: {}}
      identity: {issuers: {x-i: {issuer: "http://localhost/", audience: [a], claims: {}, defaults: {team: x-t}}}}
      prices:
        - {provider: x-p, model: x-m, token-type: input, per-million: 1, valid-from: 2026-01-01,
           above: [{input-tokens: 1, per-million: 1}]}
      discounts:
        - {percent: 1, valid-from: 2026-01-01}
      shared-costs:
        - {id: x-s, from: {team: x-t}, by: cost, among: [x-t]}
        - {id: x-f, from: {team: x-u, project: x-q}, by: fixed, shares: {x-t: 1}}
      """;

  private final Map<String, Object> schema = map(load());

  @Test
  void knowsTheKeysThatTheParserKnowsAndNoOthers() {
    Map<String, Set<String>> asked = asked();
    Set<Map<String, Object>> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    asked.forEach((path, keys) -> {
      Map<String, Object> place = at(path, keys);
      visited.add(place);
      assertThat(keys).as("keys of '%s'", path).isEqualTo(properties(place).keySet());
    });

    assertThat(objects(schema))
        .as("every object of the schema is one that the parser reads")
        .allMatch(visited::contains);
  }

  @Test
  void closesEveryObjectThatTheParserCloses() {
    assertThat(objects(schema))
        .allSatisfy(it -> assertThat(it).containsEntry("additionalProperties", false));
  }

  /** By path, what the parser asked for besides names that the text makes up. */
  private static Map<String, Set<String>> asked() {
    Map<String, Set<String>> asked = new TreeMap<>();
    var problems =
        new PolicyProblems() {
          @Override
          void asked(String path, Set<String> keys) {
            Set<String> own = new TreeSet<>(keys);
            own.removeIf(key -> key.startsWith("x-"));
            if (!own.isEmpty()) {
              asked.computeIfAbsent(path, _ -> new TreeSet<>()).addAll(own);
            }
          }
        };
    assertThat(PolicyParser.parse(EVERYWHERE, problems)).isInstanceOf(PolicyReading.Valid.class);
    return asked;
  }

  private Map<String, Object> at(String path, Set<String> keys) {
    Map<String, Object> place = schema;
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.|(?=\\[)")) {
      place =
          step.startsWith("[")
              ? resolved(map(place.get("items")), keys)
              : resolved(
                  map(
                      properties(place).containsKey(step)
                          ? properties(place).get(step)
                          : place.get("additionalProperties")),
                  keys);
    }
    return place;
  }

  /** Follows references, and of alternatives takes the object that has the keys, else any. */
  private Map<String, Object> resolved(Map<String, Object> node, Set<String> keys) {
    Map<String, Object> at = node;
    while (at.containsKey("$ref")) {
      String name = String.valueOf(at.get("$ref")).replace("#/$defs/", "");
      at = map(map(schema.get("$defs")).get(name));
    }
    if (at.get("anyOf") instanceof List<?> alternatives) {
      List<Map<String, Object>> objects =
          alternatives.stream()
              .map(PolicySchemaTest::map)
              .filter(each -> each.containsKey("properties"))
              .toList();
      return objects.stream()
          .filter(each -> properties(each).keySet().equals(keys))
          .findFirst()
          .orElse(objects.getFirst());
    }
    return at;
  }

  private static Map<String, Object> properties(Map<String, Object> node) {
    return node.containsKey("properties") ? map(node.get("properties")) : Map.of();
  }

  private static List<Map<String, Object>> objects(Object node) {
    List<Map<String, Object>> found = new ArrayList<>();
    if (node instanceof Map<?, ?>) {
      Map<String, Object> map = map(node);
      if (map.get("properties") instanceof Map<?, ?>) {
        found.add(map);
      }
      map.values().forEach(each -> found.addAll(objects(each)));
    } else if (node instanceof List<?> list) {
      list.forEach(each -> found.addAll(objects(each)));
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object node) {
    return (Map<String, Object>) Objects.requireNonNull(node);
  }

  /** JSON is YAML. */
  private static Object load() {
    try (InputStream file =
        Objects.requireNonNull(PolicyParser.class.getResourceAsStream("policy.schema.json"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
