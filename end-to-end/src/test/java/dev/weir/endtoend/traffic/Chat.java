package dev.weir.endtoend.traffic;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A caller with OpenAI's own client: the base URL is all that it knows of Weir. */
public record Chat(OpenAIClient client) implements AutoCloseable {

  public static Chat with(URI gateway, String key) {
    return new Chat(
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.resolve("/v1").toString())
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build());
  }

  public static ChatCompletionCreateParams asking(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  public ChatCompletion ask(String model, String text) {
    return client.chat().completions().create(asking(model, text));
  }

  public List<ChatCompletionChunk> stream(String model, String text) {
    var params =
        asking(model, text).toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      return chunks.stream().toList();
    }
  }

  public static String text(List<ChatCompletionChunk> chunks) {
    StringBuilder text = new StringBuilder();
    for (ChatCompletionChunk chunk : chunks) {
      chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append));
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
