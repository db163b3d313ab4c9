package io.dbintel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private final AtomicInteger threads = new AtomicInteger();
  private final ThreadFactory factory =
      task -> {
        threads.incrementAndGet();
        return new Thread(task, "worker");
      };

  private static void close(Workers pool) throws InterruptedException {
    pool.close();
    pool.awaitEnd(Deadline.after(Duration.ofSeconds(30)));
  }

  @Test
  void anElasticPoolHasAThreadForWhoeverWaitsForAnother() throws InterruptedException {
    Workers pool = Workers.elastic(factory);
    CountDownLatch all = new CountDownLatch(5);
    CountDownLatch done = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      pool.execute(
          () -> {
            all.countDown();
            await(all);
            done.countDown();
          });
    }
    done.await();
    assertThat(threads.get()).isEqualTo(5);
    close(pool);
  }

  @Test
  void aFixedPoolDoesAllWithSoManyThreads() throws InterruptedException {
    Workers pool = Workers.fixed(factory, 2);
    CountDownLatch done = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      pool.execute(done::countDown);
    }
    done.await();
    assertThat(threads.get()).isEqualTo(2);
    close(pool);
  }

  /** Work that breaks off, and whose rescue does at first. */
  private static final class Broken implements Runnable, Rescue {
    private final CountDownLatch rescued = new CountDownLatch(3);

    @Override
    public void run() {
      throw new OutOfMemoryError("chaos");
    }

    @Override
    public void rescue() {
      rescued.countDown();
      if (rescued.getCount() > 0) {
        throw new OutOfMemoryError("chaos");
      }
    }
  }

  @Test
  void workThatBreaksOffIsRescuedUntilItIsPutRightAndItsThreadGoesOn() throws InterruptedException {
    Workers pool = Workers.fixed(factory, 1);
    Broken broken = new Broken();
    CountDownLatch next = new CountDownLatch(1);
    pool.execute(broken);
    pool.execute(next::countDown);
    broken.rescued.await();
    next.await();
    assertThat(threads.get()).isEqualTo(1);
    close(pool);
  }

  @Test
  void workForWhichThereIsNoThreadIsRefusedAndNotDoneLater() throws InterruptedException {
    Workers pool =
        Workers.elastic(
            task -> {
              if (threads.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(task, "worker");
            });
    AtomicInteger ran = new AtomicInteger();
    assertThatThrownBy(() -> pool.execute(ran::incrementAndGet))
        .isInstanceOf(OutOfMemoryError.class);
    CountDownLatch next = new CountDownLatch(1);
    pool.execute(next::countDown);
    next.await();
    close(pool);
    assertThat(ran.get()).isZero();
  }

  @Test
  void whatIsClosedRefuses() throws InterruptedException {
    Workers pool = Workers.elastic(factory);
    close(pool);
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aPoolThatCannotStartWholeLeavesNoThread() throws InterruptedException {
    List<Thread> made = new ArrayList<>();
    ThreadFactory scarce =
        task -> {
          if (made.size() == 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          Thread thread = new Thread(task, "worker");
          made.add(thread);
          return thread;
        };
    assertThatThrownBy(() -> Workers.fixed(scarce, 3)).isInstanceOf(OutOfMemoryError.class);
    for (Thread thread : made) {
      thread.join();
    }
    assertThat(made).hasSize(2);
  }

  @Test
  void anInterruptDoesNotReachWhatRunsNext() throws InterruptedException {
    Workers pool = Workers.fixed(factory, 1);
    AtomicBoolean interrupted = new AtomicBoolean(true);
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch queued = new CountDownLatch(1);
    pool.execute(
        () -> {
          await(queued);
          Thread.currentThread().interrupt();
        });
    pool.execute(
        () -> {
          interrupted.set(Thread.currentThread().isInterrupted());
          done.countDown();
        });
    queued.countDown();
    done.await();
    assertThat(interrupted).isFalse();
    close(pool);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
