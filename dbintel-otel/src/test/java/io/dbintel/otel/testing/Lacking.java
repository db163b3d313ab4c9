package io.dbintel.otel.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.Callable;

/** A class path like ours that lacks some classes, as with an older version of what has them. */
public final class Lacking extends ClassLoader {
  private final ClassLoader whole = Lacking.class.getClassLoader();
  private final Set<String> lacking;

  public Lacking(String... classes) {
    super(ClassLoader.getPlatformClassLoader());
    lacking = Set.of(classes);
  }

  /** What a class with a constructor without arguments answers where those classes are not. */
  public Object call(Class<? extends Callable<?>> scenario) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      Object there = loadClass(scenario.getName()).getDeclaredConstructor().newInstance();
      return ((Callable<?>) there).call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (lacking.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = whole.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  @Override
  protected URL findResource(String name) {
    return whole.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return whole.getResources(name);
  }
}
