package dev.weir.standalone.cli;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.bedrock.EventLines;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import dev.weir.standalone.process.StartException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows what becomes of a request or an answer between two dialects. */
@Command(
    name = "translate",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a request (or an answer) in one dialect from standard input and writes it in another.",
      "Dialects: openai-chat, openai-responses, anthropic, gemini, bedrock.",
      "What stands beside the body (path, what was left out) goes to standard error."
    })
final class TranslateCommand implements Callable<Integer> {

  /** More than any request or answer that a gateway lets pass. */
  private static final int INPUT_BYTES_MAX = 64 * 1024 * 1024;

  private static final int PIECE_BYTES = 16 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIALECT",
      converter = DialectConverter.class,
      description = "What standard input is written in.")
  private DialectName from = DialectName.OPENAI_CHAT;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIALECT",
      converter = DialectConverter.class,
      description = "What to write.")
  private DialectName to = DialectName.OPENAI_CHAT;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model, where the dialect's path names it (gemini, bedrock); else it replaces the"
              + " one in the body.")
  private @Nullable String model;

  @Option(
      names = "--streaming",
      description = "The request wants a stream, where the dialect's path says so.")
  private boolean streaming;

  @Option(
      names = "--array",
      description = "Write a Gemini stream as one JSON array, as without alt=sse.")
  private boolean array;

  @Option(
      names = "--lines",
      description = "Write a Bedrock stream as one line of JSON an event, not as binary frames.")
  private boolean lines;

  @ArgGroup private @Nullable What what;

  /** What is translated; a request unless said. */
  static final class What {
    @Option(names = "--response", description = "Translate an answer in one document.")
    private boolean response;

    @Option(
        names = "--stream",
        description =
            "Translate an answer that is a stream, as on the wire or one line of JSON an event.")
    private boolean stream;
  }

  @Override
  public Integer call() throws IOException {
    InputStream in = System.in;
    OutputStream out = System.out;
    Dialect reads = Dialects.of(from);
    Dialect writes = array && to == DialectName.GEMINI ? Dialects.geminiArrays() : Dialects.of(to);
    try {
      AnswerContext context =
          new AnswerContext("translated", model == null ? "" : model, true, nowSeconds());
      AnswerTranslation translation =
          new AnswerTranslation(from, writes, ToolNames.UNCHANGED, context);
      if (what != null && what.stream) {
        return stream(
            reads.streamReader(), translation, writes.streamWriter(context), onTheWire(in), out);
      }
      if (what != null && what.response) {
        return document(reads.readDocument(whole(in)), translation, writes, context, out);
      }
      return request(reads, writes, in, out);
    } finally {
      out.flush();
    }
  }

  private int request(Dialect reads, Dialect writes, InputStream in, OutputStream out)
      throws IOException {
    byte[] body = whole(in);
    return switch (reads.read(body, address(body))) {
      case Reading.Wrong(String field, String message) -> {
        tell("wrong" + (field.isEmpty() ? "" : " at " + field) + ": " + message);
        yield ExitCode.FOUND;
      }
      case Reading.Read(CanonicalRequest request) -> {
        Losses losses = new Losses();
        WrittenRequest written =
            writes.write(model == null ? request : request.withModel(model), losses);
        tell("path: " + written.path());
        losses.dropped().forEach(name -> tell("dropped: " + name));
        losses.refused().forEach(name -> tell("refused: " + name));
        out.write(written.body());
        out.write('\n');
        yield losses.refused().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
      }
    };
  }

  /** What the path says in the dialects whose bodies name no model and no stream. */
  private CallAddress address(byte[] body) {
    String member =
        switch (from) {
          case GEMINI -> "model";
          case BEDROCK -> "modelId";
          case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC -> "";
        };
    if (member.isEmpty()) {
      return CallAddress.SAYS_NOTHING;
    }
    String named = model;
    if (named == null) {
      // Files of other projects may have it there, as the arguments of an SDK.
      named = Json.tree(body, 0, body.length).map(it -> it.path(member).asText("")).orElse("");
    }
    return new CallAddress(Optional.of(named.isEmpty() ? "model" : named), Optional.of(streaming));
  }

  private int document(
      List<AnswerEvent> read,
      AnswerTranslation translation,
      Dialect writes,
      AnswerContext context,
      OutputStream out)
      throws IOException {
    List<AnswerEvent> events = new ArrayList<>();
    read.forEach(it -> events.addAll(translation.of(it)));
    translation.end().ifPresent(events::add);
    out.write(writes.writeDocument(events, context));
    out.write('\n');
    return outcome(events.stream().anyMatch(AnswerEvent.Failed.class::isInstance), translation);
  }

  /** What begins with a brace may be a stream as text. */
  private InputStream onTheWire(InputStream in) throws IOException {
    PushbackInputStream begun = new PushbackInputStream(in);
    int first = begun.read();
    if (first >= 0) {
      begun.unread(first);
    }
    return first == '{' ? new ByteArrayInputStream(StreamText.framed(from, whole(begun))) : begun;
  }

  /** Writes each event as soon as it is whole. */
  private int stream(
      StreamReader reader,
      AnswerTranslation translation,
      StreamWriter writer,
      InputStream in,
      OutputStream out)
      throws IOException {
    boolean[] failed = {false};
    Consumer<AnswerEvent> written = event -> failed[0] |= write(event, writer, out);
    Consumer<AnswerEvent> translated = event -> translation.of(event).forEach(written);
    byte[] piece = new byte[PIECE_BYTES];
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      reader.accept(piece, 0, length, translated);
      out.flush();
    }
    reader.end(translated);
    translation.end().ifPresent(written);
    out.write(shown(writer.end()));
    return outcome(failed[0], translation);
  }

  private byte[] shown(byte[] written) {
    return lines && to == DialectName.BEDROCK ? EventLines.of(written) : written;
  }

  private boolean write(AnswerEvent event, StreamWriter writer, OutputStream out) {
    try {
      out.write(shown(writer.write(event)));
      return event instanceof AnswerEvent.Failed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int outcome(boolean failed, AnswerTranslation translation) {
    translation.dropped().forEach(name -> tell("dropped: " + name));
    if (failed) {
      tell("the answer is no whole answer of " + from.text() + ", or an error");
    }
    return failed ? ExitCode.FOUND : ExitCode.OK;
  }

  private byte[] whole(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(INPUT_BYTES_MAX + 1);
    if (bytes.length > INPUT_BYTES_MAX) {
      throw new StartException("the input exceeds " + INPUT_BYTES_MAX + " bytes");
    }
    return bytes;
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
  }

  private static long nowSeconds() {
    return System.currentTimeMillis() / 1_000;
  }

  /** Names all dialects where one is not known. */
  static final class DialectConverter implements ITypeConverter<DialectName> {

    @Override
    public DialectName convert(String value) {
      List<DialectName> spoken = Dialects.names();
      return DialectName.of(value)
          .filter(spoken::contains)
          .orElseThrow(() -> new TypeConversionException(notSpoken(value, spoken)));
    }

    private static String notSpoken(String value, List<DialectName> spoken) {
      return "'"
          + value
          + "' is no dialect; expected one of "
          + spoken.stream().map(DialectName::text).collect(Collectors.joining(", "));
    }
  }
}
