package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
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
        "{'allOf':[{'type':'object','properties':{'a':{}}},{'properties':{'b':{}}}]}",
        "{'type':'object','properties':{'a':{}},'allOf':[{'properties':{'b':{}}}]}"
      })
  void leavesObjectsThatOnlyTogetherAreWhole(String schema) {
    assertThat(closed.close(json(schema))).isEqualTo(json(schema));
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
}
