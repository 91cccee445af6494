package dev.weir.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
