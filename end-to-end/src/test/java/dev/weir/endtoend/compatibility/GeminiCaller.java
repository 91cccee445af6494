package dev.weir.endtoend.compatibility;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code com.google.genai:google-genai}. */
final class GeminiCaller implements Caller {

  private final Client client;

  GeminiCaller(URI gateway, String key) {
    client =
        Client.builder()
            .apiKey(key)
            .vertexAI(false)
            .httpOptions(HttpOptions.builder().baseUrl(gateway.toString()).timeout(30_000).build())
            .build();
  }

  @Override
  public String name() {
    return "Gemini";
  }

  @Override
  public Heard ask(String model, Feature feature, boolean stream) {
    List<Content> contents = contents(feature);
    GenerateContentConfig config = GenerateContentConfig.fromJson(config(feature));
    if (!stream) {
      return heard(List.of(client.models.generateContent(model, contents, config)));
    }
    List<GenerateContentResponse> chunks = new ArrayList<>();
    try (ResponseStream<GenerateContentResponse> answers =
        client.models.generateContentStream(model, contents, config)) {
      answers.forEach(chunks::add);
    }
    return heard(chunks);
  }

  @Override
  public int errorStatus(String model, boolean stream) {
    try {
      ask(model, Feature.ERROR, stream);
      return 200;
    } catch (ApiException e) {
      return e.code();
    }
  }

  private static List<Content> contents(Feature feature) {
    return switch (feature) {
      case TEXT, SYSTEM, TOOLS, JSON_SCHEMA, THINKING -> List.of(user("{\"text\":\"hello\"}"));
      case ERROR -> List.of(user("{\"text\":\"error\"}"));
      case IMAGE ->
          List.of(
              user(
                  "{\"text\":\"what is this\"},"
                      + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\""
                      + Bodies.PNG
                      + "\"}}"));
      case TOOL_RESULTS ->
          List.of(
              user("{\"text\":\"hello\"}"),
              Content.fromJson(
                  """
                  {"role":"model","parts":[
                    {"functionCall":{"id":"a1","name":"weather","args":{"city":"Oslo"}}},
                    {"functionCall":{"id":"b2","name":"weather","args":{"city":"Rome"}}}]}
                  """),
              user(
                  """
                  {"functionResponse":{"id":"a1","name":"weather","response":{"result":"rain"}}},
                  {"functionResponse":{"id":"b2","name":"weather","response":{"result":"sun"}}}
                  """));
    };
  }

  private static Content user(String parts) {
    return Content.fromJson("{\"role\":\"user\",\"parts\":[" + parts + "]}");
  }

  private static String config(Feature feature) {
    return switch (feature) {
      case TEXT, IMAGE, ERROR -> "{}";
      case SYSTEM -> "{\"systemInstruction\":{\"parts\":[{\"text\":\"be brief\"}]}}";
      case TOOLS, TOOL_RESULTS ->
          "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\","
              + "\"parametersJsonSchema\":"
              + Bodies.CITY
              + "}]}]}";
      case JSON_SCHEMA ->
          "{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":"
              + Bodies.SCHEMA
              + "}";
      case THINKING -> "{\"thinkingConfig\":{\"thinkingBudget\":1024,\"includeThoughts\":true}}";
    };
  }

  private static Heard heard(List<GenerateContentResponse> chunks) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Heard.Called> calls = new ArrayList<>();
    for (GenerateContentResponse chunk : chunks) {
      List<Part> parts = chunk.parts();
      for (Part part : parts == null ? List.<Part>of() : parts) {
        part.text().ifPresent(it -> (part.thought().orElse(false) ? thinking : text).append(it));
        part.functionCall()
            .ifPresent(it ->
                calls.add(
                    new Heard.Called(
                        it.name().orElse(""), Bodies.compact(it.args().orElse(Map.of())))));
      }
    }
    GenerateContentResponseUsageMetadata usage = chunks.getLast().usageMetadata().orElseThrow();
    return new Heard(
        text.toString(),
        thinking.toString(),
        calls,
        usage.promptTokenCount().orElse(0),
        (long) usage.candidatesTokenCount().orElse(0) + usage.thoughtsTokenCount().orElse(0));
  }

  @Override
  public void close() {
    client.close();
  }
}
