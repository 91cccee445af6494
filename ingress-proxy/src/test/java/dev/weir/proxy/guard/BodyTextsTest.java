package dev.weir.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyTextsTest {

  @Test
  void findsEveryTextOfUnknownFieldsToo() {
    assertThat(
            texts(
                """
                {"model":"m","messages":[{"role":"user","content":"a"}],"own":{"deep":["b",1]},
                 "card":4111111111111111,"id":"c"}\
                """))
        .containsExactly("a", "own", "deep", "b", "card", "4111111111111111");
  }

  @Test
  void leavesProofsAloneAndCountsMediaAsUnread() {
    String media = "A".repeat(4_096);
    BodyTexts read =
        read(
            "{\"signature\":\"s\",\"thoughtSignature\":\"t\",\"encrypted_content\":\"e\",\"data\":\""
                + media
                + "\",\"url\":\"https://example.com/a\",\"content\":[{\"data\":\"short\"}]}");

    assertThat(read.pieces())
        .extracting(BodyTexts.Piece::text)
        .containsExactly("https://example.com/a", "short");
    assertThat(read.mediaBytes()).isEqualTo(4_096);
  }

  @Test
  void readsNamesOfTheProtocolWhereTheyAreAToolsOrNoNames() {
    assertThat(
            texts(
                """
                {"type":"tool_use","id":"toolu_01","created":1700000000,"seed":4111111111111111,
                 "input":{"id":"4111 1111 1111 1111","status":"hunter2","deep":[{"model":"m2"}]},
                 "args":{"seed":41111111},
                 "status":"password is hunter2!","signature":"my SSN is 123-45-6789",
                 "object":"4111-1111-1111-1111","created_at":"ann@example.com"}\
                """))
        .containsExactly(
            "id",
            "4111 1111 1111 1111",
            "status",
            "hunter2",
            "deep",
            "model",
            "m2",
            "seed",
            "41111111",
            "password is hunter2!",
            "my SSN is 123-45-6789",
            "4111-1111-1111-1111",
            "ann@example.com");
  }

  @Test
  void leavesTheNamesOfItemsInAListOfInputAlone() {
    assertThat(
            texts(
                """
                {"input":[{"type":"function_call","id":"fc_1","call_id":"call_1","status":"completed",
                 "arguments":"{}"}],"previous_response_id":"resp_1"}\
                """))
        .containsExactly("{}");
  }

  @Test
  void readsDecimalsOfManyDigits() {
    assertThat(texts("{\"n\":4111111111111111.0,\"data\":-0.123456789012,\"text\":[1.5]}"))
        .containsExactly("4111111111111111.0");
  }

  /** Whoever is asked for text says that it is a picture. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"url\":\"data:;base64,my SSN is 123-45-6789\"}",
        "{\"url\":\"data:image/png;base64,my SSN is 123-45-6789 %s\"}",
        "{\"url\":\"data:password hunter2;base64,%s\"}",
        "{\"url\":\"data:image/png;base64,github_pat_11ABCDEFG0123456789\"}",
        "{\"url\":\"data:text/plain,%s\"}",
        "{\"input\":{\"data\":\"github_pat_11ABCDEFG0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst\"}}",
        "{\"bytes\":\"pass=word%s\"}",
        "{\"text\":\"data:image/png;base64,%s\"}"
      })
  void readsWhatOnlyPassesForMedia(String body) {
    BodyTexts read = read(body.replace("%s", "A".repeat(4_096)));

    assertThat(read.pieces()).filteredOn(it -> it.form() != BodyTexts.Form.NAME).hasSize(1);
    assertThat(read.mediaBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,",
        "data:audio/wav;codecs=1;base64,",
        "data:image/svg+xml;charset=utf-8;base64,"
      })
  void takesForMediaWhatIsBase64AndSaysSo(String head) {
    String picture = head + "Ab+/09-_".repeat(40) + "==";
    BodyTexts read = read("{\"image_url\":{\"url\":\"" + picture + "\"}}");

    assertThat(read.pieces()).isEmpty();
    assertThat(read.mediaBytes()).isEqualTo(picture.length());
  }

  @Test
  void exchangesTextsAndLeavesEveryOtherByte() {
    String body =
        " {\"a\" : \"x\\\"\\u00e4\ud83d\ude80\", \"n\":\t12345678 ,\"z\\\"\\\\\":[\"y\",\"\\n\"] }\n";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    BodyTexts read = BodyTexts.of(bytes, bytes.length).orElseThrow();
    Map<Integer, String> others = new HashMap<>();
    others.put(0, "A");
    others.put(1, "\"1\"");
    others.put(2, "<N>");
    others.put(3, "\"z");
    others.put(4, "\u00e4");

    assertThat(new String(read.exchanged(bytes, bytes.length, others), StandardCharsets.UTF_8))
        .isEqualTo(" {\"A\" : \"\\\"1\\\"\", \"n\":\t\"<N>\" ,\"\\\"z\":[\"\u00e4\",\"\\n\"] }\n");
  }

  @Test
  void keepsHalvesOfSurrogatesInWhatIsExchanged() {
    byte[] bytes = "{\"text\":\"cut \\ud83d\"}".getBytes(StandardCharsets.UTF_8);
    BodyTexts read = BodyTexts.of(bytes, bytes.length).orElseThrow();

    assertThat(
            new String(
                read.exchanged(bytes, bytes.length, Map.of(0, "<N> \ud83d")),
                StandardCharsets.UTF_8))
        .isEqualTo("{\"text\":\"<N> \\ud83d\"}");
  }

  @Test
  void readsNothingWhereTheBytesAreNoJson() {
    byte[] bytes = "{\"a\":".getBytes(StandardCharsets.UTF_8);

    assertThat(BodyTexts.of(bytes, bytes.length)).isEmpty();
  }

  @Test
  void showsNoTextOfWhatItHolds() {
    assertThat(read("{\"content\":\"secret\"}").toString()).doesNotContain("secret");
  }

  @Test
  void readsAValueWithTheNameThatSaysWhatItIs() {
    BodyTexts read =
        read(
            "{\"content\":\"a\",\"input\":{\"pass\\u0077ord\":\"b\",\"phones\":[\"c\"],"
                + "\"ssn\":123456789,\"say \\\"x\\\"\":\"d\"}}");

    assertThat(read.pieces())
        .filteredOn(it -> it.form() == BodyTexts.Form.PLAIN)
        .extracting(it -> it.before() + it.text() + it.after())
        .containsExactly(
            "a", "\"password\": \"b\"", "\"phones\": \"c\"", "\"ssn\": 123456789", "d");
  }

  @Test
  void findsNamesOfMembersAndNotAltersThoseThatAreSigned() {
    BodyTexts read =
        read(
            "{\"role\":\"user\",\"reasoning_details\":[{\"ann@example.com\":\"x\"}],"
                + "\"bob@example.com\":{\"eve@example.com\":[]}}");

    assertThat(read.pieces())
        .extracting(it -> it.form() + " " + it.text())
        .containsExactly(
            "SIGNED ann@example.com", "SIGNED x", "NAME bob@example.com", "NAME eve@example.com");
  }

  private static List<String> texts(String body) {
    return read(body).pieces().stream().map(BodyTexts.Piece::text).toList();
  }

  private static BodyTexts read(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return BodyTexts.of(bytes, bytes.length).orElseThrow();
  }
}
