package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.IntervalMoments.State;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Mean and deviation of an interval, held against exact arithmetic over the same values. */
final class IntervalMomentsTest {
  private static final MathContext EXACT = new MathContext(60);

  /** The server's own arithmetic, in doubles. */
  private static final class Server {
    private long count;
    private double total;
    private double mean;
    private double squares;

    void execute(double time) {
      count++;
      total += time;
      if (count == 1) {
        mean = time;
        return;
      }
      double before = mean;
      mean += (time - before) / count;
      squares += (time - before) * (time - mean);
    }

    State show() {
      return new State(count, total, mean, count > 1 ? Math.sqrt(squares / count) : 0);
    }
  }

  @RepeatedTest(60)
  void errorIsWithinItsBound(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    Server server = new Server();
    double scale = Math.pow(10, random.nextInt(9) - 4);
    double spread = Math.pow(10, -random.nextInt(8));
    int before = random.nextInt(30_000);
    for (int i = 0; i < before; i++) {
      server.execute(value(random, scale, spread));
    }
    for (int interval = 0; interval < 5; interval++) {
      State from = server.show();
      double shift = Math.pow(10, random.nextInt(5) - 2);
      List<Double> values = new ArrayList<>();
      int added = 1 + random.nextInt(300);
      for (int i = 0; i < added; i++) {
        values.add(value(random, scale * shift, spread));
        server.execute(values.get(i));
      }
      check(IntervalMoments.between(from, server.show()), values);
    }
  }

  @Test
  void wellConditionedIntervalIsToldAndRight() {
    Random random = new Random(7);
    Server server = new Server();
    for (int i = 0; i < 100_000; i++) {
      server.execute(5 + random.nextGaussian());
    }
    State from = server.show();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      values.add(20 + 3 * random.nextDouble());
      server.execute(values.get(i));
    }
    IntervalMoments moments = IntervalMoments.between(from, server.show());
    check(moments, values);
    assertThat(moments.deviationError() / moments.deviation()).isLessThan(1e-4);
  }

  @Test
  void deviationThatRoundingHidesIsNotTold() {
    Server server = new Server();
    for (int i = 0; i < 1_000; i++) {
      server.execute(i % 2 == 0 ? 1e9 : 0);
    }
    State from = server.show();
    server.execute(1.0);
    server.execute(1.000_001);
    IntervalMoments moments = IntervalMoments.between(from, server.show());
    assertThat(moments.deviation()).isNaN();
  }

  @Test
  void meanThatRoundingHidesIsNotTold() {
    IntervalMoments moments =
        IntervalMoments.between(new State(10, 1e18, 1e17, 1), new State(11, 1e18 + 128, 1e17, 1));
    assertThat(moments.mean()).isNaN();
  }

  @Test
  void oneValueHasAMeanAndNoDeviation() {
    Server server = new Server();
    server.execute(4);
    State from = server.show();
    server.execute(6);
    IntervalMoments moments = IntervalMoments.between(from, server.show());
    assertThat(moments.mean()).isEqualTo(6.0);
    assertThat(moments.deviation()).isNaN();
  }

  @Test
  void nothingAddedTellsNothing() {
    State state = new State(3, 6, 2, 1);
    assertThat(IntervalMoments.between(state, state)).isEqualTo(IntervalMoments.UNKNOWN);
  }

  @Test
  void firstIntervalOfALifeIsWhatTheServerShows() {
    Server server = new Server();
    for (double time : new double[] {1, 2, 3, 4}) {
      server.execute(time);
    }
    IntervalMoments moments = IntervalMoments.between(State.EMPTY, server.show());
    assertThat(moments.mean()).isEqualTo(2.5);
    assertThat(moments.deviation()).isEqualTo(server.show().deviation());
  }

  private static double value(Random random, double scale, double spread) {
    return Math.abs(scale * (1 + spread * random.nextGaussian()));
  }

  private static void check(IntervalMoments moments, List<Double> values) {
    BigDecimal count = BigDecimal.valueOf(values.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(count, EXACT);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2), EXACT);
    }
    BigDecimal deviation = squares.divide(count, EXACT).sqrt(EXACT);
    if (!Double.isNaN(moments.mean())) {
      assertThat(off(moments.mean(), mean)).isLessThanOrEqualTo(moments.meanError());
    }
    if (!Double.isNaN(moments.deviation())) {
      assertThat(off(moments.deviation(), deviation)).isLessThanOrEqualTo(moments.deviationError());
      assertThat(moments.deviationError()).isLessThanOrEqualTo(0.25 * moments.deviation());
    }
  }

  private static double off(double told, BigDecimal truth) {
    return new BigDecimal(told).subtract(truth).abs().doubleValue();
  }
}
