package dev.weir.dialects.fuzz;

import dev.weir.dialects.golden.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Where the search begins. As a source of arguments: the recorded ones of the test's parser. */
final class Seeds implements ArgumentsProvider {

  private static final int BYTES_MAX = 16 * 1024;

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return recorded(Parser.ofTest(context.getRequiredTestMethod().getName())).stream()
        .map(Arguments::of);
  }

  /** Our own inputs, small ones, and those that once broke a promise. */
  static List<byte[]> own(Parser parser) {
    URL folder = Seeds.class.getResource("ParsersFuzzTestInputs/" + parser.test());
    if (folder == null) {
      throw new IllegalStateException("no inputs for " + parser.test());
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().map(Recordings::bytes).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What providers answered, as far as it is small; nothing where there are no recordings. */
  static List<byte[]> recorded(Parser parser) {
    List<byte[]> all = new ArrayList<>();
    switch (parser) {
      case CHAT_DOCUMENT -> documents(all, "openai/chat", "openai-compatible/chat");
      case RESPONSES_DOCUMENT -> documents(all, "openai/responses", "azure");
      case ANTHROPIC_DOCUMENT -> documents(all, "anthropic");
      case GEMINI_DOCUMENT -> documents(all, "google");
      case BEDROCK_DOCUMENT -> documents(all, "amazon-bedrock");
      case CHAT_STREAM, PASSED_CHAT_STREAM -> streams(all, "openai/chat", "openai-compatible/chat");
      case RESPONSES_STREAM -> streams(all, "openai/responses", "azure");
      case ANTHROPIC_STREAM, EVENTS -> streams(all, "anthropic");
      case GEMINI_STREAM -> streams(all, "google");
      case BEDROCK_STREAM -> lines(all, "amazon-bedrock");
      default -> {
        // Nobody recorded these.
      }
    }
    return all.stream().filter(it -> it.length <= BYTES_MAX).toList();
  }

  private static void documents(List<byte[]> all, String... folders) {
    for (String folder : folders) {
      Recordings.ifThere(folder, ".json").forEach(it -> all.add(Recordings.bytes(it)));
    }
  }

  private static void streams(List<byte[]> all, String... folders) {
    for (String folder : folders) {
      Recordings.ifThere(folder, ".chunks.txt").forEach(it -> all.add(Recordings.events(it)));
    }
  }

  /** Each line is an event, where a test makes frames of them. */
  private static void lines(List<byte[]> all, String folder) {
    Recordings.ifThere(folder, ".chunks.txt").forEach(it -> all.add(Recordings.bytes(it)));
  }
}
