package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClosedSchemaTest {

  private final ClosedSchema closed = new ClosedSchema();

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"')).orElseThrow();
  }

  @Test
  void asksForBoundsInWordsWhereTheyCannotBeEnforced() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{
              'age':{'type':'integer','description':'In years.','minimum':0,'maximum':150},
              'tags':{'type':'array','minItems':2,'items':{'type':'string','maxLength':9}}}}
            """);

    assertThat(closed.close(schema))
        .isEqualTo(
            json(
                """
                {'type':'object','properties':{
                  'age':{'type':'integer','description':'In years. (minimum: 0, maximum: 150)'},
                  'tags':{'type':'array','items':{'type':'string','description':'(maxLength: 9)'},
                    'description':'(minItems: 2)'}},
                 'additionalProperties':false}
                """));
    assertThat(closed.loosened()).containsExactly("minimum", "maximum", "minItems", "maxLength");
  }

  @Test
  void leavesPropertiesAloneThatAreNamedAsBoundsAre() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{'minimum':{'type':'number'},'format':{'type':'string'}},
             'required':['minimum','format'],'additionalProperties':false}
            """);

    assertThat(closed.close(schema)).isEqualTo(schema);
    assertThat(closed.loosened()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "{'minItems':1}, true",
    "{'minItems':3}, false",
    "{'format':'date-time'}, true",
    "{'format':'phone'}, false",
    "{'pattern':'^[a-z]+$'}, true",
    "{'pattern':'(?:a|b)+'}, true",
    "{'pattern':'^(?=x)'}, false",
    "{'uniqueItems':true}, false",
    "{'multipleOf':5}, false"
  })
  void keepsWhatIsEnforced(String schema, boolean kept) {
    assertThat(closed.close(json(schema)).equals(json(schema))).isEqualTo(kept);
    assertThat(closed.loosened().isEmpty()).isEqualTo(kept);
  }

  @Test
  void takesAnyOfForOneOf() {
    assertThat(closed.close(json("{'oneOf':[{'type':'string'},{'type':'null'}]}")))
        .isEqualTo(json("{'anyOf':[{'type':'string'},{'type':'null'}]}"));
  }

  @Test
  void closesObjectsThatNameTheirPropertiesAndLeavesMaps() {
    JsonNode schema =
        json(
            """
            {'type':'object','additionalProperties':true,'properties':{
              'map':{'type':'object','additionalProperties':{'type':'number'}}}}
            """);

    assertThat(closed.close(schema))
        .isEqualTo(
            json(
                """
                {'type':'object','additionalProperties':false,'properties':{
                  'map':{'type':'object','additionalProperties':{'type':'number'}}}}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{'a':{}},'additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{'a':{}},'additionalProperties':true}",
        "{'type':'object'}"
      })
  void namesThePropertiesThatItForbids(String schema) {
    assertThat(closed.close(json(schema)).path("additionalProperties"))
        .isEqualTo(BooleanNode.FALSE);
    assertThat(closed.loosened()).containsExactly("additionalProperties");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'allOf':[{'type':'object','properties':{'a':{}}},{'properties':{'b':{}},'required':['b']}]}",
        "{'type':'object','properties':{'a':{}},'allOf':[{'properties':{'b':{}},'required':['b']}]}"
      })
  void tellsAsOneWhatSeveralSchemasSayOfAnObject(String schema) {
    assertThat(closed.close(json(schema)))
        .isEqualTo(
            json(
                """
                {'type':'object','properties':{'a':{},'b':{}},'required':['b'],
                 'additionalProperties':false}
                """));
    assertThat(closed.loosened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'allOf':[{'$ref':'#/$defs/base'},{'properties':{'b':{}},'required':['b']}]",
        "{'$ref':'#/$defs/base','properties':{'b':{}},'required':['b']"
      })
  void tellsAsOneWhatADefinitionAndItsUserSay(String schema) {
    String definitions =
        ",'$defs':{'base':{'type':'object','properties':{'a':{}},'required':['a']}}}";

    JsonNode written = closed.close(json(schema + definitions));

    assertThat(written.at("/properties")).isEqualTo(json("{'a':{},'b':{}}"));
    assertThat(written.at("/required")).hasSize(2);
    assertThat(written.has("allOf") || written.has("$ref")).isFalse();
    assertThat(written.at("/additionalProperties")).isEqualTo(BooleanNode.FALSE);
    assertThat(written.at("/$defs/base/additionalProperties")).isEqualTo(BooleanNode.FALSE);
  }

  /** As Pydantic describes a field of another class. */
  @Test
  void takesTheOnlyPartOfAllForTheWhole() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{
              'kind':{'allOf':[{'$ref':'#/$defs/Kind'}],'description':'Which.','default':'a'}},
             '$defs':{'Kind':{'type':'string','enum':['a','b'],'description':'A kind.'}}}
            """);

    assertThat(closed.close(schema).at("/properties/kind"))
        .isEqualTo(json("{'type':'string','enum':['a','b'],'description':'Which.','default':'a'}"));
  }

  /** Of each, an answer that fits the part alone would have to be without the rest. */
  @Test
  void leavesDefinitionsOpenThatOnlyTogetherAreWhole() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{'one':{'allOf':[
               {'$ref':'#/$defs/a'},{'properties':{'x':{'type':'integer'}}}]}},
             '$defs':{
               'a':{'type':'object','properties':{'x':{'type':'number'}},'anyOf':[{'$ref':'#/$defs/b'}]},
               'b':{'type':'object','properties':{'y':{'type':'string','maxLength':3}}},
               'c':{'type':'object','properties':{'z':{}}}}}
            """);

    JsonNode written = closed.close(schema);

    assertThat(written.at("/properties/one/allOf")).hasSize(2);
    assertThat(written.at("/$defs/a").has("additionalProperties")).isFalse();
    assertThat(written.at("/$defs/b").has("additionalProperties")).isFalse();
    assertThat(written.at("/$defs/b/properties/y").has("maxLength")).isFalse();
    assertThat(written.at("/$defs/c/additionalProperties")).isEqualTo(BooleanNode.FALSE);
    assertThat(written.at("/additionalProperties")).isEqualTo(BooleanNode.FALSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'allOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/a'}],"
            + "'$defs':{'a':{'allOf':[{'$ref':'#/$defs/a'},{'type':'object'}]}}}",
        "{'allOf':[{'properties':{'a':{'type':'string'}}},{'properties':{'a':{'type':'null'}}}]}",
        "{'allOf':[{'properties':{'a':{}}},{'patternProperties':{'^x':{}}}]}",
        "{'allOf':[{'$ref':'https://example.com/schema'},{'properties':{'a':{}}}]}"
      })
  void leavesPartsThatCannotBeToldAsOne(String schema) {
    assertThat(closed.close(json(schema))).isEqualTo(json(schema));
  }

  @Test
  void mergesNoMoreThanPeopleWrite() {
    ObjectNode schema = Json.newObject();
    ObjectNode definitions = schema.putObject("$defs");
    for (int i = 0; i < 30; i++) {
      String next = "#/$defs/d" + (i + 1);
      ArrayNode all = definitions.putObject("d" + i).putArray("allOf");
      all.addObject().put("$ref", next);
      all.addObject().put("$ref", next);
    }
    definitions.putObject("d30").put("type", "object");
    schema
        .putObject("properties")
        .putObject("p")
        .putArray("allOf")
        .addObject()
        .put("$ref", "#/$defs/d0");

    assertThat(closed.close(schema).at("/properties/p/allOf/0/$ref").asText())
        .isEqualTo("#/$defs/d0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anyOf", "oneOf"})
  void closesTheChoicesOfAnObjectThatHasNoPropertiesOfItsOwn(String choice) {
    JsonNode schema =
        json(
            """
            {'type':'object','description':'Either.','%s':[
              {'properties':{'a':{'type':'string'}},'required':['a']},
              {'type':'object','properties':{'b':{'type':'string'}}},
              {'$ref':'#/$defs/c'}]}
            """
                .formatted(choice));

    assertThat(closed.close(schema))
        .isEqualTo(
            json(
                """
                {'description':'Either.','anyOf':[
                  {'properties':{'a':{'type':'string'}},'required':['a'],'type':'object',
                   'additionalProperties':false},
                  {'type':'object','properties':{'b':{'type':'string'}},'additionalProperties':false},
                  {'$ref':'#/$defs/c'}]}
                """));
    assertThat(closed.loosened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','$ref':'#/$defs/c'}",
        "{'type':['object','null'],'anyOf':[{'type':'null'},{'$ref':'#/$defs/c'}]}",
        "{'type':'object','properties':{'a':{}},'anyOf':[{'properties':{'b':{}}},{'required':['a']}]}"
      })
  void leavesObjectsWhosePropertiesStandElsewhere(String schema) {
    assertThat(closed.close(json(schema))).isEqualTo(json(schema));
  }

  @Test
  void closesAnObjectWhoseChoicesOnlySayWhatIsRequired() {
    JsonNode written =
        closed.close(
            json(
                """
                {'type':'object','properties':{'a':{},'b':{}},
                 'anyOf':[{'required':['a']},{'required':['b']}]}
                """));

    assertThat(written.path("additionalProperties")).isEqualTo(BooleanNode.FALSE);
    assertThat(written.at("/anyOf/0").has("additionalProperties")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"^\\(?\\d{3}\\)?-\\d{4}$", "C:\\\\bin", "[(?!]", "[\\](?!]", "(?:a)"})
  void keepsPatternsThatOnlyLookLikeTooMuch(String pattern) {
    closed.close(Json.newObject().put("pattern", pattern));

    assertThat(closed.loosened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\bword", "(a)\\1", "[x]\\\\(?!y)", "[\\p{L}]", "(?<n>a)"})
  void loosensPatternsThatAreTooMuch(String pattern) {
    closed.close(Json.newObject().put("pattern", pattern));

    assertThat(closed.loosened()).containsExactly("pattern");
  }

  /** Bounds are refused wherever they stand. */
  @Test
  void loosensChoicesBesidePropertiesAndClosesWhatIsNestedInThem() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{'a':{'type':'string'}},'anyOf':[
              {'properties':{'b':{'type':'integer','minimum':1}}},
              {'properties':{'c':{'type':'object','properties':{'d':{'maxLength':2}}}}}]}
            """);

    assertThat(closed.close(schema))
        .isEqualTo(
            json(
                """
                {'type':'object','properties':{'a':{'type':'string'}},'anyOf':[
                  {'properties':{'b':{'type':'integer','description':'(minimum: 1)'}}},
                  {'properties':{'c':{'type':'object','properties':{'d':{'description':'(maxLength: 2)'}},
                    'additionalProperties':false}}}]}
                """));
    assertThat(closed.loosened()).containsExactly("minimum", "maxLength");
  }

  /** As Pydantic writes trees: the definition refers to itself, with a word about it beside. */
  @Test
  void tellsNoDefinitionAgainWithinItself() {
    JsonNode schema =
        json(
            """
            {'type':'object','properties':{'root':{'$ref':'#/$defs/N'}},'$defs':{'N':{
              'type':'object','properties':{'v':{'type':'string'},'parent':{'anyOf':[
                {'allOf':[{'$ref':'#/$defs/N'}],'description':'Above.'},{'type':'null'}]}}}}}
            """);

    JsonNode whole = closed.close(schema);

    assertThat(whole.at("/properties/root")).isEqualTo(json("{'$ref':'#/$defs/N'}"));
    assertThat(whole.toString().length()).isLessThan(2_000);
    assertThat(Json.tree(whole.toString())).contains(whole);
  }

  @Test
  void tellsALargeDefinitionNotForEachWhoRefersToIt() {
    ObjectNode schema = Json.newObject().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (int i = 0; i < 300; i++) {
      properties.putObject("p" + i).putArray("allOf").addObject().put("$ref", "#/$defs/Large");
    }
    ObjectNode large = schema.putObject("$defs").putObject("Large").put("type", "object");
    ObjectNode many = large.putObject("properties");
    for (int i = 0; i < 1_000; i++) {
      many.putObject("m" + i).put("type", "string");
    }

    assertThat(closed.close(schema).toString().length())
        .isLessThan(20 * schema.toString().length());
  }

  @Test
  void tellsABaseThatSeveralPartsHaveAsOne() {
    JsonNode schema =
        json(
            """
            {'allOf':[{'$ref':'#/$defs/A'},{'$ref':'#/$defs/B'}],'$defs':{
              'Base':{'type':'object','properties':{'id':{'type':'string'}}},
              'A':{'allOf':[{'$ref':'#/$defs/Base'},{'properties':{'a':{'type':'string'}}}]},
              'B':{'allOf':[{'$ref':'#/$defs/Base'},{'properties':{'b':{'type':'string'}}}]}}}
            """);

    assertThat(closed.close(schema).path("properties").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "a", "b");
  }
}
