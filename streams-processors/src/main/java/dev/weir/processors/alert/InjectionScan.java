package dev.weir.processors.alert;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.MemberNames;
import dev.weir.dialects.text.TextForm;
import dev.weir.dialects.text.TextPart;
import dev.weir.dialects.text.TextParts;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.firewall.InjectionDetector;
import dev.weir.governance.firewall.Provenance;
import dev.weir.processors.alert.PromptText.Surface;
import dev.weir.schemas.event.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Looks for attempts to take over the model in what users say and in what tools and documents
 * bring. What the application and the model itself say is not looked at: ordinary system prompts
 * speak as attacks do.
 */
final class InjectionScan {

  private final InjectionDetector ofUsers;
  private final InjectionDetector ofTools;
  private final InjectionDetector ofDocuments;

  InjectionScan(Firewall firewall) {
    this.ofUsers = new InjectionDetector(firewall, Provenance.USER);
    this.ofTools = new InjectionDetector(firewall, Provenance.TOOL_RESULT);
    this.ofDocuments = new InjectionDetector(firewall, Provenance.DOCUMENT);
  }

  private record Said(InjectionDetector detector, Surface surface) {}

  /** Gives each finding with the text that it is in; the surface names who said it. */
  void scan(Dialect dialect, byte[] body, BiConsumer<Surface, Finding> sink) {
    for (Said each : said(dialect, body)) {
      each.detector.scan(each.surface.text()).forEach(it -> sink.accept(each.surface, it));
    }
  }

  /** All texts, as if users had said them, where nobody knows whose they are. */
  private List<Said> said(Dialect dialect, byte[] body) {
    List<Said> said = new ArrayList<>();
    boolean known =
        name(dialect)
            .flatMap(it ->
                TextParts.rewriteRequest(
                    it,
                    body,
                    body.length,
                    part -> {
                      said(part).ifPresent(said::add);
                      return part.text();
                    }))
            .isPresent();
    return known
        ? said
        : PromptText.of(body).stream()
            .filter(it -> !it.ofName() || MemberNames.mayInstruct(it.text()))
            .map(it -> new Said(ofUsers, it))
            .toList();
  }

  private Optional<Said> said(TextPart part) {
    if (part.form() == TextForm.LABEL && !MemberNames.mayInstruct(part.text())) {
      return Optional.empty();
    }
    return switch (part.source()) {
      case USER -> Optional.of(new Said(ofUsers, new Surface("user", part.text())));
      case TOOL_RESULT -> Optional.of(new Said(ofTools, new Surface("tool-result", part.text())));
      case DOCUMENT -> Optional.of(new Said(ofDocuments, new Surface("document", part.text())));
      case SYSTEM, ASSISTANT, SIGNED_THOUGHT -> Optional.empty();
    };
  }

  private static Optional<DialectName> name(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_EMBEDDINGS -> Optional.of(DialectName.OPENAI_CHAT);
      case OPENAI_RESPONSES -> Optional.of(DialectName.OPENAI_RESPONSES);
      case ANTHROPIC_MESSAGES -> Optional.of(DialectName.ANTHROPIC);
      case GEMINI -> Optional.of(DialectName.GEMINI);
      case NATIVE, OPENAI_REALTIME, UNKNOWN -> Optional.empty();
    };
  }
}
