package dev.weir.dialects.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each parser against some thousand alterations of its inputs, the same in every run: about ten
 * seconds in all. What breaks names the seed of its input.
 */
final class MutationsTest {

  private static final int INPUTS = 1_000;

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void keepsItsPromisesForAlteredInputs(Parser parser) {
    List<byte[]> seeds = new ArrayList<>(Seeds.own(parser));
    seeds.addAll(Seeds.recorded(parser));
    for (int seed = 0; seed < INPUTS; seed++) {
      byte[] input = altered(seeds.get(seed % seeds.size()), seed);
      try {
        parser.take(input);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + new String(input, UTF_8), e);
      }
    }
  }

  /** So that a parser that is added is searched, too. */
  @Test
  void hasASearchForEachParser() {
    List<String> searched =
        Arrays.stream(ParsersFuzzTest.class.getDeclaredMethods())
            .filter(it -> it.isAnnotationPresent(FuzzTest.class))
            .map(Method::getName)
            .toList();

    assertThat(searched)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Parser.values()).map(Parser::test).toList());
  }

  private static byte[] altered(byte[] input, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (random.nextInt(3)) {
      case 0 -> Pieces.mutated(input, seed);
      case 1 -> Pieces.mutated(otherTypes(input, random), seed);
      default -> otherTypes(input, random);
    };
  }

  /** Other types in the document, or in those lines of a stream that hold one. */
  private static byte[] otherTypes(byte[] input, SplittableRandom random) {
    String text = new String(input, UTF_8);
    Optional<JsonNode> whole = Json.tree(text);
    if (whole.isPresent()) {
      return Json.bytes(WrongTypes.in(whole.get(), random));
    }
    return text.lines()
        .map(line -> otherTypes(line, random))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(UTF_8);
  }

  private static String otherTypes(String line, SplittableRandom random) {
    int from = line.indexOf('{');
    Optional<JsonNode> document = from < 0 ? Optional.empty() : Json.tree(line.substring(from));
    return document
        .map(it -> line.substring(0, from) + Json.text(WrongTypes.in(it, random)))
        .orElse(line);
  }
}
