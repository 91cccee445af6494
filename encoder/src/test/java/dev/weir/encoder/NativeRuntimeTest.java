package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeRuntimeTest {

  @Test
  void loadsTheRuntimeFromTheFolderThatItIsGiven(@TempDir Path folder) throws Exception {
    NativeRuntime.loadFrom(folder);

    try (NameDetector names = NameDetector.open(EncoderSettings.DEFAULT)) {
      assertThat(names).isNotNull();
    }
    assertThat(folder)
        .isDirectoryContaining(it -> it.endsWith(System.mapLibraryName("onnxruntime")))
        .isDirectoryContaining(it -> it.endsWith(System.mapLibraryName("onnxruntime4j_jni")));
    assertThat(System.getProperty(NativeRuntime.LOCATION)).isNull();
  }
}
