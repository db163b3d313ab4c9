package io.dbintel.jdbc.pool;

import java.lang.reflect.Proxy;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whenever a call is given up: no statement begins afterwards, and a cancel request reaches the
 * statement it is meant for and none that runs after it. Under stress alone, because requests have
 * threads of their own, which a model checker does not steer.
 */
@Tag("lincheck")
public class CallLincheckTest {
  private static final CallThreads THREADS = new CallThreads("call-lincheck");

  private final Call call = new Call(THREADS);
  private final AtomicReference<Statement> running = new AtomicReference<>();
  private final AtomicBoolean astray = new AtomicBoolean();
  private final Statement first = token();
  private final Statement second = token();

  @Operation(nonParallelGroup = "reader")
  public boolean begin() {
    return begin(first);
  }

  @Operation(nonParallelGroup = "reader")
  public boolean beginAnother() {
    return begin(second);
  }

  private boolean begin(Statement statement) {
    end();
    running.set(statement);
    return call.begin(statement);
  }

  @Operation(nonParallelGroup = "reader")
  public String end() {
    Statement ending = running.get();
    if (ending != null) {
      call.end(ending);
      running.set(null);
    }
    return "ended";
  }

  @Operation
  public String abandon() {
    call.abandon();
    return "given up";
  }

  @Operation
  public boolean isAbandoned() {
    return call.isAbandoned();
  }

  @Validate
  public void noCancelWentAstray() {
    if (astray.get()) {
      throw new IllegalStateException("a cancel request hit another statement, or none");
    }
  }

  /** What stands for a statement: it knows whether it runs when it is cancelled. */
  private Statement token() {
    return (Statement)
        Proxy.newProxyInstance(
            CallLincheckTest.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (self, method, arguments) -> {
              if (method.getName().equals("cancel") && running.get() != self) {
                astray.set(true);
              }
              return null;
            });
  }

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .actorsBefore(0)
        .threads(3)
        .actorsPerThread(3)
        .iterations(10)
        .invocationsPerIteration(500)
        .check(CallLincheckTest.class);
  }
}
