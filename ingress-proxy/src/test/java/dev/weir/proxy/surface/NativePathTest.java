package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.NativeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NativePathTest {

  private static NativePath path(String path, String query) {
    return NativePath.of(NativeApi.OPENAI, path, query).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/files, /files",
    "/openai/files, /files",
    "/openai/v1/files/file-1/content, /files/file-1/content",
    "/openai/v1beta1/v1/x, /v1/x",
    "/openai/v1/models/ft:gpt%20x@1, /models/ft:gpt%20x@1",
  })
  void leavesPrefixAndVersionToTheBaseUrl(String path, String target) {
    assertThat(path(path, "").target()).isEqualTo(target);
    assertThat(path(path, "").path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai",
        "/openai/",
        "/openai/v1",
        "/openai/v1/files/",
        "/openai//files",
        "/openai/v1/./files",
        "/openai/v1/../files",
        "/openai/v1/files/..",
        "/openai/v1/%2e%2e/files",
        "/openai/v1/a%2Fb",
        "/openai/v1/a%5cb",
        "/openai/v1/a%252e",
        "/openai/v1/a%00",
        "/openai/v1/a%7f",
        "/openai/v1/a%0d%0aHost:x",
        "/openai/v1/a;b",
        "/openai/v1/a\\b",
        "/openai/v1/a b",
        "/openai/v1/a%",
      })
  void takesNoPathThatCouldBeUnderstoodInTwoWays(String path) {
    assertThat(NativePath.of(NativeApi.OPENAI, path, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=2&after=file-1, ?limit=2&after=file-1",
    "key=wk_1, ''",
    "limit=2&KEY=wk_1&api-key=x&api_key=y&access_token=z, ?limit=2",
    "k%65y=wk_1&alt=sse, ?alt=sse",
    "limit=2&$key=a&userProject=p&$httpHeaders=x, ?limit=2",
    "&&a, ?a",
    "%zz=1&a=%20, ?a=%20",
  })
  void passesAQueryWithoutKeys(String query, String passed) {
    assertThat(path("/openai/v1/files", query).target()).isEqualTo("/files" + passed);
  }

  @Test
  void takesNoQueryThatIsNone() {
    assertThat(NativePath.of(NativeApi.OPENAI, "/openai/v1/files", "a=b c")).isEmpty();
    assertThat(NativePath.of(NativeApi.OPENAI, "/openai/v1/files", "a=\r\nHost: x")).isEmpty();
    assertThat(NativePath.of(NativeApi.OPENAI, "/openai/v1/files", "a=1;key=wk_1")).isEmpty();
  }
}
