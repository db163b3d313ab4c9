package io.dbintel.core.contract;

import io.dbintel.testkit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds something to the rules of a contract one by one, outside of JUnit. */
final class Rules {
  private Rules() {}

  /** The names of a contract's rules, without those of a more general one. */
  static Set<String> of(Class<?> contract, Class<?> without) {
    Set<String> names = new TreeSet<>();
    for (Class<?> type = contract; type != without; type = type.getSuperclass()) {
      Stream.of(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .forEach(method -> names.add(method.getName()));
    }
    return names;
  }

  /** True if the rule of that name finds fault with what the contract is about. */
  static boolean finds(String rule, ProviderContract<?> contract) {
    for (Class<?> type = contract.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class) && method.getName().equals(rule)) {
          return !holds(method, contract);
        }
      }
    }
    throw new IllegalArgumentException("there is no rule " + rule);
  }

  private static boolean holds(Method rule, ProviderContract<?> contract) {
    try {
      rule.setAccessible(true);
      rule.invoke(contract);
      return true;
    } catch (InvocationTargetException broken) {
      return false;
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  /** A loader beside the tests' own that also finds these providers. */
  static ClassLoader finding(Path folder, Class<?> kind, Class<?> provider) {
    try {
      Path file = folder.resolve("META-INF/services").resolve(kind.getName());
      Files.createDirectories(file.getParent());
      Files.writeString(file, provider.getName());
      return new URLClassLoader(new URL[] {folder.toUri().toURL()}, provider.getClassLoader());
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
