package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * {@code ${file:PATH}}: what stands in a file, as secrets are mounted into containers. It is read
 * again at each use, so that a file that was replaced counts from then on. One line break at the
 * end is not part of it. At most 64 KiB.
 *
 * <p>Stateless and thread-safe.
 */
final class FileSecrets implements SecretResolver {
  private static final int MAX_BYTES = 64 << 10;

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public Secret resolve(String name) {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException notAPath) {
      throw new IllegalArgumentException("is not the path of a file", notAPath);
    }
    return Secret.from(() -> read(file));
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("the file is longer than 64 KiB");
      }
      return withoutLineBreak(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new IllegalArgumentException(
          "the file cannot be read ("
              + broken.getClass().getSimpleName()
              + "): "
              + ConfigChecks.quote(Reference.shown("file", file.toString())),
          broken);
    }
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
