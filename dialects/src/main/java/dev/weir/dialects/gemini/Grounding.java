package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.Cited;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which places of a candidate's text rest on which pages ({@code groundingMetadata}). Places
 * are bytes of a part; in a stream, whose parts are pieces, of all text. The words of a place say
 * which is meant. Chunks are numbered over all of a stream.
 */
final class Grounding {

  /** More than any answer has. */
  private static final int CHUNKS_MAX = 1_000;

  private static final int SUPPORTS_MAX = 1_000;

  private static final String CHUNKS = "groundingChunks";
  private static final String SUPPORTS = "groundingSupports";

  private final List<JsonNode> chunks = new ArrayList<>();
  private final Set<JsonNode> told = new HashSet<>();

  /** What was found, once for each place and page. */
  private record Places(List<Place> all, List<String> lost) implements Cited {

    @Override
    public Told in(CharSequence text) {
      Utf8Places bytes = new Utf8Places(text);
      List<Citation> pages = new ArrayList<>();
      for (Place each : all) {
        each.in(bytes).ifPresent(pages::add);
      }
      List<String> missing = new ArrayList<>(lost);
      if (pages.size() < all.size() && !missing.contains(SUPPORTS)) {
        missing.add(SUPPORTS);
      }
      return new Told(pages, missing);
    }
  }

  /**
   * A page and where its text is.
   *
   * @param words that stand there; empty where that is not said
   * @param partStart where its part begins, in bytes of all text
   */
  private record Place(
      String url, String title, String words, long start, long end, long partStart) {

    Optional<Citation> in(Utf8Places bytes) {
      return at(bytes, partStart).or(() -> at(bytes, 0));
    }

    private Optional<Citation> at(Utf8Places bytes, long base) {
      int from = bytes.unitAt(base + start);
      int to = bytes.unitAt(base + end);
      boolean isThere =
          from >= 0 && from <= to && (words.isEmpty() || bytes.stands(words, from, to));
      return isThere
          ? Optional.of(
              new Citation(url, title, bytes.codePointsBefore(from), bytes.codePointsBefore(to)))
          : Optional.empty();
    }
  }

  /**
   * Nothing where it tells of no place.
   *
   * @param partStarts where each part of the content begins, in bytes of all text so far
   */
  Optional<Cited> read(JsonNode metadata, List<Long> partStarts) {
    for (JsonNode each : metadata.path(CHUNKS)) {
      if (chunks.size() < CHUNKS_MAX) {
        chunks.add(each);
      }
    }
    List<Place> places = new ArrayList<>();
    boolean missed = false;
    boolean again = false;
    for (JsonNode support : metadata.path(SUPPORTS)) {
      if (told.size() >= SUPPORTS_MAX) {
        missed = true;
        break;
      }
      if (told.add(support)) {
        missed |= !read(support, partStarts, places);
      } else {
        // Some are told again in each chunk that follows.
        again = true;
      }
    }
    return places.isEmpty() && !again
        ? Optional.empty()
        : Optional.of(new Places(places, lost(metadata, missed)));
  }

  /** False where one of its pages is none that has an address. */
  private boolean read(JsonNode support, List<Long> partStarts, List<Place> places) {
    JsonNode segment = support.path("segment");
    int part = segment.path("partIndex").asInt(0);
    long partStart = part >= 0 && part < partStarts.size() ? partStarts.get(part) : 0;
    boolean all = true;
    for (JsonNode number : support.path("groundingChunkIndices")) {
      int index = number.asInt(-1);
      JsonNode page = index >= 0 && index < chunks.size() ? page(chunks.get(index)) : number;
      all &= page.path("uri").isTextual() && places.size() < SUPPORTS_MAX;
      if (page.path("uri").isTextual() && places.size() < SUPPORTS_MAX) {
        places.add(
            new Place(
                page.path("uri").textValue(),
                page.path("title").asText(""),
                segment.path("text").asText(""),
                segment.path("startIndex").asInt(0),
                segment.path("endIndex").asInt(-1),
                partStart));
      }
    }
    return all;
  }

  /** Of the web or a map. */
  private static JsonNode page(JsonNode chunk) {
    return chunk.path(chunk.has("maps") ? "maps" : "web");
  }

  private static List<String> lost(JsonNode metadata, boolean missed) {
    List<String> lost = new ArrayList<>();
    metadata
        .properties()
        .forEach(each -> {
          boolean isTold = each.getKey().equals(CHUNKS) || each.getKey().equals(SUPPORTS);
          if (!isTold && !each.getValue().isEmpty()) {
            lost.add(each.getKey());
          }
        });
    if (missed) {
      lost.add(SUPPORTS);
    }
    return lost;
  }
}
