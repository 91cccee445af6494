package dev.weir.encoder;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The native code of ONNX Runtime. Left to itself the runtime unpacks 17 MB into the machine's
 * temporary folder at each start, and a killed process leaves them there.
 */
public final class NativeRuntime {

  /** Where the runtime looks before it unpacks anything. */
  static final String LOCATION = "onnxruntime.native.path";

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  private static boolean loaded;

  private NativeRuntime() {}

  /**
   * Loads it from this folder, if nobody has loaded it before or said where else it is. A runtime
   * without code for this machine under the expected name is left to find it.
   */
  public static synchronized void loadFrom(Path folder) throws IOException {
    if (loaded || System.getProperty(LOCATION) != null || !unpack(folder)) {
      return;
    }
    System.setProperty(LOCATION, folder.toString());
    try {
      OrtEnvironment.getEnvironment();
      loaded = true;
    } finally {
      System.clearProperty(LOCATION);
    }
  }

  /** Whether all of it is there. */
  static boolean unpack(Path folder) throws IOException {
    String platform = "/ai/onnxruntime/native/" + system() + '-' + processor() + '/';
    for (String library : LIBRARIES) {
      String file = System.mapLibraryName(library);
      try (InputStream code = OrtEnvironment.class.getResourceAsStream(platform + file)) {
        if (code == null) {
          return false;
        }
        Files.copy(code, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return true;
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("windows") ? "win" : name.startsWith("mac") ? "osx" : "linux";
  }

  private static String processor() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") || name.equals("x86_64") ? "x64" : name;
  }
}
