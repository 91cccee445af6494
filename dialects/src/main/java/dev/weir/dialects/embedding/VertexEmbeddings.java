package dev.weir.dialects.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * Vertex AI: {@code :predict} with one instance a text
 * (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api). Some of its
 * models take one instance a request, and say so themselves.
 */
final class VertexEmbeddings implements EmbeddingDialect {

  @Override
  public WrittenRequest write(EmbeddingRequest request, Losses losses) {
    Optional<String> task = Wording.taskType(request, losses);
    ObjectNode root = Json.newObject();
    ArrayNode instances = root.putArray("instances");
    for (String text : Wording.texts(request, losses)) {
      ObjectNode instance = instances.addObject().put("content", text);
      task.ifPresent(it -> instance.put("task_type", it));
    }
    request
        .dimensions()
        .ifPresent(it -> root.putObject("parameters").put("outputDimensionality", it));
    request.others().forEach(losses::drop);
    String model = URLEncoder.encode(request.model(), UTF_8).replace("+", "%20");
    return new WrittenRequest("/models/" + model + ":predict", Json.bytes(root));
  }

  @Override
  public Optional<EmbeddingAnswer> read(byte[] body) {
    return VectorScan.read(body, "token_count", "");
  }
}
