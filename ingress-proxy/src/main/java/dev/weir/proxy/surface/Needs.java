package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.RouteNeeds;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a request asks of the model that answers it. */
final class Needs {

  /**
   * Stands for an image, a sound or a document, of which only the provider knows what it counts:
   * about as much as an image of usual size. Its encoded bytes say nothing.
   */
  private static final long MEDIA_TOKENS = 1_000;

  private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
  private int media;
  private long mediaCharacters;

  private Needs() {}

  /** {@code textBytes} are those of the body without the media in it. */
  static RouteNeeds of(
      long textBytes, int media, OptionalLong maxOutputTokens, Set<Capability> capabilities) {
    int bytes = Math.clamp(textBytes, 0, Integer.MAX_VALUE);
    return new RouteNeeds(
        TokenEstimate.ofRequest(bytes) + media * MEDIA_TOKENS, maxOutputTokens, capabilities);
  }

  static RouteNeeds of(CanonicalRequest request, int bodyBytes) {
    Needs needs = new Needs();
    if (!request.tools().isEmpty()) {
      needs.capabilities.add(Capability.TOOLS);
    }
    if (request.outputFormat() instanceof OutputFormat.Schema) {
      needs.capabilities.add(Capability.STRUCTURED_OUTPUT);
    }
    if (request.reasoning().asEffort().filter(it -> it != Effort.NONE).isPresent()) {
      needs.capabilities.add(Capability.REASONING);
    }
    for (Turn turn : request.turns()) {
      turn.parts().forEach(needs::note);
    }
    return of(
        bodyBytes - needs.mediaCharacters,
        needs.media,
        request.maxOutputTokens(),
        needs.capabilities);
  }

  /** The text of the last turn that is the user's. */
  static String said(CanonicalRequest request) {
    List<Turn> turns = request.turns();
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).role() == Turn.Role.USER) {
        String text = text(turns.get(i));
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }

  private static String text(Turn turn) {
    StringBuilder text = new StringBuilder();
    for (Part part : turn.parts()) {
      if (part instanceof Part.Text words) {
        text.append(text.isEmpty() ? "" : "\n").append(words.text());
      }
    }
    return text.toString();
  }

  private void note(Part part) {
    if (part instanceof Part.ToolResult result) {
      result.content().forEach(this::note);
    } else if (part instanceof Part.Media found
        && !(found.source() instanceof MediaSource.PlainText)) {
      media++;
      if (found.source() instanceof MediaSource.Inline(_, String base64)) {
        mediaCharacters += base64.length();
      }
      switch (found.kind()) {
        case IMAGE, VIDEO -> capabilities.add(Capability.IMAGES);
        case DOCUMENT -> capabilities.add(Capability.DOCUMENTS);
        case AUDIO -> capabilities.add(Capability.AUDIO);
      }
    }
  }
}
