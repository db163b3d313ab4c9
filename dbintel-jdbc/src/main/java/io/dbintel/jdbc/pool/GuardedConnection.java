package io.dbintel.jdbc.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a plugin sees it: its statements are timed and can be cancelled, and it cannot
 * leave the transaction it was given. It keeps honest code from mistakes; it is no fence against
 * code that unwraps it.
 */
final class GuardedConnection implements InvocationHandler {
  private static final Set<String> REFUSED =
      Set.of(
          "commit",
          "rollback",
          "setAutoCommit",
          "setReadOnly",
          "setTransactionIsolation",
          "setCatalog",
          "setSchema",
          "setClientInfo",
          "setNetworkTimeout",
          "setTypeMap",
          "setHoldability",
          "abort");

  private final Object delegate;
  private final Reading reading;
  private final @Nullable Connection owner;

  private GuardedConnection(Object delegate, Reading reading, @Nullable Connection owner) {
    this.delegate = delegate;
    this.reading = reading;
    this.owner = owner;
  }

  static Connection of(Connection connection, Reading reading) {
    return proxy(Connection.class, new GuardedConnection(connection, reading, null));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    String name = method.getName();
    if (owner != null && name.equals("getConnection")) {
      return owner;
    }
    if (delegate instanceof Statement statement) {
      if (name.startsWith("execute")) {
        return timed(statement, method, arguments);
      }
      return call(method, arguments);
    }
    if (REFUSED.contains(name)) {
      throw new SQLException(
          "a collector only reads: " + name + " belongs to dbintel and is refused", "25000");
    }
    if (name.equals("close")) {
      return null;
    }
    if (name.equals("unwrap") && isSelf(proxy, arguments)) {
      return proxy;
    }
    Object result = call(method, arguments);
    if (result instanceof DatabaseMetaData metaData) {
      return proxy(
          DatabaseMetaData.class, new GuardedConnection(metaData, reading, (Connection) proxy));
    }
    return result instanceof Statement statement
        ? wrap(statement, method.getReturnType(), (Connection) proxy)
        : result;
  }

  /** A guard is all the connection that is asked for; a driver's own interfaces lie beneath it. */
  private static boolean isSelf(Object proxy, @Nullable Object[] arguments) {
    return arguments[0] instanceof Class<?> type && type.isInstance(proxy);
  }

  private Object wrap(Statement statement, Class<?> type, Connection guarded) {
    GuardedConnection handler = new GuardedConnection(statement, reading, guarded);
    if (type == CallableStatement.class) {
      return proxy(CallableStatement.class, handler);
    }
    return type == PreparedStatement.class
        ? proxy(PreparedStatement.class, handler)
        : proxy(Statement.class, handler);
  }

  private @Nullable Object timed(Statement statement, Method method, @Nullable Object[] arguments)
      throws Throwable {
    long began = reading.begin(statement, "statement");
    try {
      return call(method, arguments);
    } finally {
      reading.end(statement, began);
    }
  }

  private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(delegate, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
