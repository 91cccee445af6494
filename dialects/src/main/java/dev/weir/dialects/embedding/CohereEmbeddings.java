package dev.weir.dialects.embedding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.bedrock.PercentEncoding;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/**
 * Cohere Embed on Bedrock
 * (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html). It needs to know what
 * the vectors are for; who does not say, embeds documents. Its body holds no count of tokens.
 */
final class CohereEmbeddings implements EmbeddingDialect {

  @Override
  public WrittenRequest write(EmbeddingRequest request, Losses losses) {
    ObjectNode root = Json.newObject();
    ArrayNode texts = root.putArray("texts");
    Wording.texts(request, losses).forEach(texts::add);
    root.put("input_type", request.inputType().orElse("search_document"));
    root.putArray("embedding_types").add("float");
    if (request.dimensions().isPresent()) {
      if (request.model().contains("-v3")) {
        losses.refuse("dimensions");
      }
      root.put("output_dimension", request.dimensions().getAsLong());
    }
    request.others().forEach(losses::drop);
    return new WrittenRequest(
        "/model/" + PercentEncoding.encode(request.model()) + "/invoke", Json.bytes(root));
  }

  @Override
  public Optional<EmbeddingAnswer> read(byte[] body) {
    return VectorScan.read(body, "", "");
  }
}
