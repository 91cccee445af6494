package dev.weir.dialects.embedding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.bedrock.PercentEncoding;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Amazon Titan Text Embeddings on Bedrock, one text a request
 * (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html).
 */
final class TitanEmbeddings implements EmbeddingDialect {

  @Override
  public WrittenRequest write(EmbeddingRequest request, Losses losses) {
    List<String> texts = Wording.texts(request, losses);
    if (texts.size() > 1) {
      losses.refuse("input (more than one text)");
    }
    ObjectNode root = Json.newObject().put("inputText", texts.isEmpty() ? "" : texts.getFirst());
    if (request.dimensions().isPresent()) {
      if (request.model().contains("titan-embed-text-v1")) {
        losses.refuse("dimensions");
      }
      root.put("dimensions", request.dimensions().getAsLong());
    }
    request.inputType().ifPresent(_ -> losses.drop("input_type"));
    request.others().forEach(losses::drop);
    return new WrittenRequest(
        "/model/" + PercentEncoding.encode(request.model()) + "/invoke", Json.bytes(root));
  }

  @Override
  public Optional<EmbeddingAnswer> read(byte[] body) {
    return VectorScan.read(body, "inputTextTokenCount", "embeddingsByType");
  }
}
