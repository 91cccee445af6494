package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is lost of arguments of several forms. */
final class RootObjectTest {

  private final List<String> lost = new ArrayList<>();

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  private JsonNode of(String schema) {
    return RootObject.of(json(schema), lost::add);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'allOf':[{'if':{'required':['a']},'then':{'required':['b']}}]}|allOf",
        "{'allOf':[{'properties':{'a':{}},'additionalProperties':false}]}|allOf",
        "{'allOf':[{'properties':{'a':{'type':'string'}}},{'properties':{'a':{'type':'null'}}}]}|allOf",
        "{'allOf':[{'anyOf':[{'required':['a']},{'required':['b']}]}]}|anyOf",
        "{'allOf':[{'$ref':'#/$defs/none'}]}|$ref",
        "{'oneOf':[{'required':['a']},{'required':['b']}],'not':{},'enum':[{}]}|oneOf enum not",
        "{'properties':{'a':{}},'not':{'required':['a']}}|not",
        "{'allOf':[{'title':'t','type':'object','properties':{'a':{}},'required':['a']}]}|",
        "{'allOf':[{'$ref':'#/$defs/A'},{'$ref':'#/$defs/A'}],'$defs':{'A':{'properties':{'a':{}}}}}|",
      })
  void namesEachKeywordThatIsLost(String schema, String names) {
    JsonNode whole = of(schema.replace("'", "\""));

    assertThat(lost)
        .containsExactlyElementsOf(names == null ? List.of() : List.of(names.split(" ")));
    for (String keyword : List.of("anyOf", "oneOf", "allOf", "not", "enum")) {
      assertThat(whole.has(keyword)).as(keyword).isFalse();
    }
    assertThat(whole.path("type").asText()).isEqualTo("object");
  }

  @Test
  void takesAnyOfTheFormsOfAPropertyThatPartsTellInSeveralWays() {
    JsonNode whole =
        of(
            "{\"oneOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}},"
                + "{\"properties\":{\"a\":{\"type\":\"integer\"}}},"
                + "{\"properties\":{\"a\":{\"type\":\"string\"}}}]}");

    assertThat(whole.at("/properties/a"))
        .isEqualTo(json("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}"));
    assertThat(lost).containsExactly("oneOf");
  }

  @Test
  void readsWhatManyPartsReferToOnce() {
    ObjectNode schema = Json.newObject();
    ObjectNode large = schema.putObject("$defs").putObject("A").putObject("properties");
    for (int i = 0; i < 8_000; i++) {
      large.putObject("p" + i).put("type", "string");
    }
    ArrayNode all = schema.putArray("allOf");
    for (int i = 0; i < 990; i++) {
      all.addObject().put("$ref", "#/$defs/A");
    }

    JsonNode whole = RootObject.of(schema, lost::add);

    // Read more than once, they would be more than the most.
    assertThat(whole.path("properties")).hasSize(8_000);
    assertThat(lost).isEmpty();
  }

  @Test
  void namesPropertiesBeyondTheMost() {
    ObjectNode schema = Json.newObject();
    ArrayNode all = schema.putArray("allOf");
    for (int i = 0; i < 11; i++) {
      ObjectNode properties = all.addObject().putObject("properties");
      for (int k = 0; k < 1_000; k++) {
        properties.putObject("p" + i + "_" + k);
      }
    }

    assertThat(RootObject.of(schema, lost::add).path("properties")).hasSize(10_000);
    assertThat(lost).containsExactly("properties");
  }
}
