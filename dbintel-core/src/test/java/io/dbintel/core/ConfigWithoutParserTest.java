package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Jackson is optional: a host without it can do all but read a file, and is told what is missing.
 */
class ConfigWithoutParserTest {

  @Test
  void aFileCannotBeReadAndTheErrorNamesWhatToAdd() throws Exception {
    try (URLClassLoader bare = withoutJackson()) {
      Throwable refused = refused(bare, "version: 1");
      assertThat(refused.getClass().getName()).isEqualTo(ConfigException.class.getName());
      assertThat(refused)
          .hasMessage(
              "[dbintel] orders.yaml: needs a parser to be read: add"
                  + " com.fasterxml.jackson.dataformat:jackson-dataformat-yaml (2.15 or later) to"
                  + " the class path, or configure in Java");
    }
  }

  @Test
  void allElseIsCheckedWithoutIt() throws Exception {
    try (URLClassLoader bare = withoutJackson()) {
      assertThat(refused(bare, null)).hasMessageStartingWith("[dbintel] exporters must not be");
    }
  }

  private static Throwable refused(ClassLoader loader, @Nullable String file) {
    InvocationTargetException thrown =
        catchThrowableOfType(InvocationTargetException.class, () -> build(loader, file));
    return thrown.getTargetException();
  }

  private static void build(ClassLoader loader, @Nullable String file) throws Exception {
    Object builder = loader.loadClass(DbIntel.class.getName()).getMethod("builder").invoke(null);
    builder.getClass().getMethod("classLoader", ClassLoader.class).invoke(builder, loader);
    if (file != null) {
      builder
          .getClass()
          .getMethod("config", String.class, Reader.class)
          .invoke(builder, "orders.yaml", new StringReader(file));
    }
    builder.getClass().getMethod("build").invoke(builder);
  }

  private static URLClassLoader withoutJackson() {
    URL[] core = {
      ConfigDocument.class.getProtectionDomain().getCodeSource().getLocation(),
      NullMarked.class.getProtectionDomain().getCodeSource().getLocation()
    };
    return new URLClassLoader(core, ClassLoader.getPlatformClassLoader());
  }
}
