package io.dbintel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.bench.PairedRatio.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedRatioTest {
  @Test
  void isTheGeometricMeanWithStudentsInterval() {
    // Logarithms of the ratios: -0.01, 0, 0.01. Mean 0, deviation 0.01, and t(0.975, 2) = 4.302653.
    PairedRatio ratio =
        PairedRatio.of(
            List.of(
                new Pair(100, 100 * Math.exp(-0.01)),
                new Pair(1000, 1000),
                new Pair(10, 10 * Math.exp(0.01))));

    double half = 4.302653 * 0.01 / Math.sqrt(3);
    assertThat(ratio.ratio()).isCloseTo(1, within(1e-9));
    assertThat(ratio.low()).isCloseTo(Math.exp(-half), within(1e-6));
    assertThat(ratio.high()).isCloseTo(Math.exp(half), within(1e-6));
    assertThat(ratio.deviation()).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void nineteenOfTwentyIntervalsHoldTheTruth() {
    Random random = new Random(5);
    int held = 0;
    for (int run = 0; run < 2_000; run++) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        double speed = Math.exp(random.nextGaussian());
        pairs.add(new Pair(speed, speed * 0.99 * Math.exp(0.02 * random.nextGaussian())));
      }
      PairedRatio ratio = PairedRatio.of(pairs);
      held += ratio.low() <= 0.99 && 0.99 <= ratio.high() ? 1 : 0;
    }
    assertThat(held / 2_000.0).isBetween(0.93, 0.97);
  }

  @Test
  void saysWhetherAGoalIsHeldMissedOrNotDecided() {
    assertThat(new PairedRatio(0.998, 0.997, 0.999, 0, 10).verdict(0.005)).isEqualTo("held");
    assertThat(new PairedRatio(0.98, 0.97, 0.99, 0, 10).verdict(0.005)).isEqualTo("missed");
    assertThat(new PairedRatio(0.998, 0.98, 1.01, 0, 10).verdict(0.005)).isEqualTo("not decided");
  }

  @Test
  void costIsWhatIsLost() {
    PairedRatio ratio = new PairedRatio(0.99, 0.98, 1.005, 0, 10);

    assertThat(ratio.cost()).isEqualTo("1.00 %");
    assertThat(ratio.interval()).isEqualTo("-0.50 % to 2.00 %");
  }

  @Test
  void onePairIsNotEnough() {
    assertThatThrownBy(() -> PairedRatio.of(List.of(new Pair(1, 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
