package dev.weir.dialects.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;

/**
 * The Gemini API: {@code :embedContent} for one text, {@code :batchEmbedContents} for several
 * (ai.google.dev/api/embeddings). Whether it counts depends on the model: newer ones give {@code
 * usageMetadata}.
 */
final class GeminiEmbeddings implements EmbeddingDialect {

  @Override
  public WrittenRequest write(EmbeddingRequest request, Losses losses) {
    List<String> texts = Wording.texts(request, losses);
    request.others().forEach(losses::drop);
    Optional<String> task = Wording.taskType(request, losses);
    String model = URLEncoder.encode(request.model(), UTF_8).replace("+", "%20");
    if (texts.size() == 1) {
      return new WrittenRequest(
          "/models/" + model + ":embedContent", Json.bytes(one(request, texts.getFirst(), task)));
    }
    ObjectNode root = Json.newObject();
    ArrayNode requests = root.putArray("requests");
    for (String text : texts) {
      requests.add(one(request, text, task).put("model", "models/" + request.model()));
    }
    return new WrittenRequest("/models/" + model + ":batchEmbedContents", Json.bytes(root));
  }

  private static ObjectNode one(EmbeddingRequest request, String text, Optional<String> task) {
    ObjectNode one = Json.newObject();
    one.putObject("content").putArray("parts").addObject().put("text", text);
    task.ifPresent(it -> one.put("taskType", it));
    request.dimensions().ifPresent(it -> one.put("outputDimensionality", it));
    return one;
  }

  @Override
  public Optional<EmbeddingAnswer> read(byte[] body) {
    return VectorScan.read(body, "promptTokenCount", "");
  }
}
