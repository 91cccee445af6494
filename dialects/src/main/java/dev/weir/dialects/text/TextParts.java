package dev.weir.dialects.text;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.Located.Member;
import dev.weir.dialects.text.Located.Members;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The texts of whole bodies, as a dialect has them: system prompts, turns and their parts, results
 * and arguments of tools, documents that are text, descriptions of tools. Not among them: ids,
 * names of tools and callers, addresses, data of images and files, signatures and encrypted
 * reasoning.
 *
 * <p>A rewritten string is written anew; every other byte of the body stays as it is.
 */
public final class TextParts {

  private TextParts() {}

  /**
   * Shows a request's texts to {@code rewriter} and gives the body with what it changed: the same
   * array where that is nothing.
   *
   * @return nothing where the body is no JSON object, or where a member occurs twice in an object:
   *     what is inspected must be what the provider reads
   */
  public static Optional<ByteBuffer> rewriteRequest(
      DialectName dialect, byte[] body, int length, TextRewriter rewriter) {
    return rewrite(body, length, true, rewriter, (walk, root) -> request(dialect, walk, root));
  }

  /**
   * As {@link #rewriteRequest}, of an answer that is one document, an error's too.
   *
   * @return nothing where the body is no JSON object
   */
  public static Optional<ByteBuffer> rewriteAnswer(
      DialectName dialect, byte[] body, int length, TextRewriter rewriter) {
    return rewrite(body, length, false, rewriter, (walk, root) -> answer(dialect, walk, root));
  }

  private interface Roots {
    void walk(PartWalk walk, Members root);
  }

  private static Optional<ByteBuffer> rewrite(
      byte[] body, int length, boolean strict, TextRewriter rewriter, Roots roots) {
    if (!(Located.read(body, 0, length, strict).orElse(Located.NONE) instanceof Members root)) {
      return Optional.empty();
    }
    Edits edits = new Edits();
    roots.walk(new PartWalk(rewriter, edits), root);
    return Optional.of(edits.applied(body, 0, length));
  }

  private static void request(DialectName dialect, PartWalk walk, Members root) {
    for (Member member : root.members()) {
      Located value = member.value();
      String name = member.name().text();
      switch (dialect) {
        case OPENAI_CHAT -> chatRequest(walk, name, value);
        case OPENAI_RESPONSES -> responsesRequest(walk, name, value);
        case ANTHROPIC -> anthropicRequest(walk, name, value);
        case GEMINI -> geminiRequest(walk, name, value);
        case BEDROCK -> bedrockRequest(walk, name, value);
      }
    }
  }

  /** Embeddings and the completions of old have their text in {@code input} and {@code prompt}. */
  private static void chatRequest(PartWalk walk, String name, Located value) {
    switch (name) {
      case "messages", "input", "prompt", "suffix" -> walk.parts(value, TextSource.USER);
      case "prediction" -> walk.parts(value, TextSource.ASSISTANT);
      case "tools", "functions", "response_format" -> walk.descriptions(value);
      default -> {}
    }
  }

  private static void responsesRequest(PartWalk walk, String name, Located value) {
    switch (name) {
      case "input" -> walk.parts(value, TextSource.USER);
      case "instructions" -> walk.parts(value, TextSource.SYSTEM);
      case "prompt" -> variables(walk, value);
      case "tools", "text" -> walk.descriptions(value);
      default -> {}
    }
  }

  /** What a stored prompt is filled with; the members' names are the prompt's. */
  private static void variables(PartWalk walk, Located prompt) {
    if (prompt instanceof Members it
        && it.member("variables").orElse(Located.NONE) instanceof Members variables) {
      variables.members().forEach(each -> walk.parts(each.value(), TextSource.USER));
    }
  }

  private static void anthropicRequest(PartWalk walk, String name, Located value) {
    switch (name) {
      case "messages" -> walk.parts(value, TextSource.USER);
      case "system" -> walk.parts(value, TextSource.SYSTEM);
      case "tools", "output_format", "output_config" -> walk.descriptions(value);
      default -> {}
    }
  }

  private static void geminiRequest(PartWalk walk, String name, Located value) {
    switch (name) {
      case "contents", "content" -> walk.parts(value, TextSource.USER);
      case "systemInstruction", "system_instruction" -> walk.parts(value, TextSource.SYSTEM);
      case "tools", "generationConfig", "generation_config" -> walk.descriptions(value);
      case "generateContentRequest", "generate_content_request" -> {
        if (value instanceof Members counted) {
          counted.members().forEach(it -> geminiRequest(walk, it.name().text(), it.value()));
        }
      }
      case "requests" -> {
        // Embeddings of several contents at once.
        if (value instanceof Located.Items(var items)) {
          for (Located each : items) {
            if (each instanceof Members request) {
              request.members().forEach(it -> geminiRequest(walk, it.name().text(), it.value()));
            }
          }
        }
      }
      default -> {}
    }
  }

  private static void bedrockRequest(PartWalk walk, String name, Located value) {
    switch (name) {
      case "messages" -> walk.parts(value, TextSource.USER);
      case "system" -> walk.parts(value, TextSource.SYSTEM);
      case "toolConfig" -> walk.descriptions(value);
      default -> {}
    }
  }

  static void answer(DialectName dialect, PartWalk walk, Members root) {
    for (Member member : root.members()) {
      Located value = member.value();
      switch (member.name().text()) {
        case "error" -> walk.parts(value, TextSource.ASSISTANT);
        case "choices" -> {
          if (dialect == DialectName.OPENAI_CHAT) {
            walk.parts(value, TextSource.ASSISTANT);
          }
        }
        case "content" -> {
          if (dialect == DialectName.ANTHROPIC) {
            walk.parts(value, TextSource.ASSISTANT);
          }
        }
        case "output" -> {
          if (dialect == DialectName.OPENAI_RESPONSES || dialect == DialectName.BEDROCK) {
            walk.parts(value, TextSource.ASSISTANT);
          }
        }
        case "instructions" -> {
          if (dialect == DialectName.OPENAI_RESPONSES) {
            walk.parts(value, TextSource.SYSTEM);
          }
        }
        case "candidates" -> {
          if (dialect == DialectName.GEMINI) {
            candidates(walk, value);
          }
        }
        default -> {}
      }
    }
  }

  private static void candidates(PartWalk walk, Located value) {
    if (value instanceof Located.Items(var items)) {
      for (Located each : items) {
        if (each instanceof Members candidate) {
          candidate.member("content").ifPresent(it -> walk.parts(it, TextSource.ASSISTANT));
        }
      }
    }
  }
}
