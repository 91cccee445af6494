package dev.weir.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeminiSchemasTest {

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  private static JsonNode forGemini(String schema) {
    return SchemaForGemini.of(json(schema)).orElseThrow();
  }

  @Test
  void passesUnionsListsOfTypesAndTypelessSchemasAsTheyAre() {
    String schema =
        """
        {"type":"object","properties":{
          "a":{"type":["string","null"],"format":"date"},
          "b":{"anyOf":[{"type":"integer","minimum":1},{"type":"null"}]},
          "c":{"description":"anything"},
          "d":{"type":"array","prefixItems":[{"type":"string"}],"items":false},
          "$ref":{"type":"string"}},
         "required":["a"],"additionalProperties":false}
        """;

    assertThat(forGemini(schema)).isEqualTo(json(schema));
  }

  @Test
  void putsReferredSchemasInPlaceWithWhatStandsBesideThem() {
    assertThat(
            forGemini(
                """
                {"$schema":"http://json-schema.org/draft-07/schema#","type":"object",
                 "properties":{
                  "a":{"$ref":"#/$defs/A","description":"this one"},
                  "b":{"allOf":[{"$ref":"#/definitions/B%20b"}],"default":1},
                  "c":{"type":"array","items":{"$ref":"#/properties/a"}}},
                 "$defs":{"A":{"type":"object","description":"any","properties":{"k":{"const":"x"}}}},
                 "definitions":{"B b":{"type":"integer"}}}
                """))
        .isEqualTo(
            json(
                """
                {"type":"object","properties":{
                  "a":{"description":"this one","type":"object","properties":{"k":{"enum":["x"]}}},
                  "b":{"default":1,"type":"integer"},
                  "c":{"type":"array","items":
                   {"description":"this one","type":"object","properties":{"k":{"enum":["x"]}}}}}}
                """));
  }

  @Test
  void keepsReferencesOfSchemasThatContainThemselves() {
    assertThat(
            forGemini(
                """
                {"$ref":"#/$defs/Node","$defs":{
                  "Node":{"type":"object","properties":{"leaf":{"$ref":"#/$defs/Leaf"},
                   "next":{"$ref":"#/$defs/Node","description":"lost beside a reference"}}},
                  "Leaf":{"type":"string"}}}
                """))
        .isEqualTo(
            json(
                """
                {"type":"object","properties":{"leaf":{"type":"string"},"next":{"$ref":"#/$defs/Node"}},
                 "$defs":{"Node":{"type":"object","properties":{"leaf":{"type":"string"},
                  "next":{"$ref":"#/$defs/Node"}}}}}
                """));
  }

  @Test
  void joinsAllOfIntoOne() {
    assertThat(
            forGemini(
                """
                {"allOf":[
                  {"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},
                  {"type":"object","properties":{"b":{"type":"string"}},"required":["a","b"]}]}
                """))
        .isEqualTo(
            json(
                """
                {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},
                 "required":["a","b"]}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"#/$defs/gone\"}",
        "{\"$ref\":\"https://example.org/s\"}",
        "{\"$ref\":\"#bad%zz\"}",
        "{\"$ref\":\"#anchor\"}",
      })
  void saysNothingWhereAReferenceLeadsNowhere(String schema) {
    assertThat(SchemaForGemini.of(json(schema))).isEmpty();
  }

  @Test
  void keepsApartSchemasOfOneNameThatContainThemselves() {
    assertThat(
            forGemini(
                    """
                    {"properties":{
                      "a":{"properties":{"x":{"items":{"$ref":"#/properties/a/properties/x"}}}},
                      "b":{"properties":{"x":{"not":{"$ref":"#/properties/b/properties/x"}}}}}}
                    """)
                .path("$defs"))
        .isEqualTo(
            json(
                """
                {"x":{"items":{"$ref":"#/$defs/x"}},"x.1":{"not":{"$ref":"#/$defs/x.1"}}}
                """));
  }

  @Test
  void stopsAtSchemasThatGrowWithoutLimit() {
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(i ->
                "\"d%d\":{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d%d\"},\"b\":{\"$ref\":\"#/$defs/d%d\"}}}"
                    .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));

    assertThat(
            SchemaForGemini.of(
                json(
                    "{\"$ref\":\"#/$defs/d0\",\"$defs\":{"
                        + doubling
                        + ",\"d40\":{\"type\":\"null\"}}}")))
        .isEmpty();
  }

  @Test
  void stopsAtChainsOfReferencesThatAreTooDeep() {
    String chain =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"d%d\":{\"$ref\":\"#/$defs/d%d\"}".formatted(i, i + 1))
            .collect(Collectors.joining(","));

    assertThat(
            SchemaForGemini.of(
                json("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + chain + ",\"d5000\":{}}}")))
        .isEmpty();
  }

  @Test
  void readsGeminisOwnSchemaAsJsonSchema() {
    assertThat(
            GeminiSchema.jsonSchema(
                json(
                    """
                    {"type":"OBJECT","property_ordering":["type","a"],"properties":{
                      "a":{"type":"ARRAY","minItems":"1","items":{"type":"INTEGER","format":"int64"}},
                      "type":{"type":"STRING","nullable":true,"enum":["x"]},
                      "b":{"any_of":[{"type":"NUMBER"},{"type":"TYPE_UNSPECIFIED"}],"nullable":true}},
                     "required":["a"]}
                    """)))
        .hasToString(
            json("""
            {"type":"object","properties":{
              "type":{"type":["string","null"],"enum":["x",null]},
              "a":{"type":"array","minItems":1,"items":{"type":"integer","format":"int64"}},
              "b":{"anyOf":[{"type":"number"},{},{"type":"null"}]}},
             "required":["a"]}
            """)
                .toString());
  }
}
