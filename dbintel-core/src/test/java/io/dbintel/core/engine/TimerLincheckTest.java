package io.dbintel.core.engine;

import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An alarm rings once for each time it is set, in the order of the times, unless taken back. */
@Param(name = "alarm", gen = IntGen.class, conf = "0:3")
@Param(name = "time", gen = IntGen.class, conf = "-3:0")
@Tag("lincheck")
public class TimerLincheckTest {
  private final ManualClock clock = new ManualClock();
  private final Timer timer = new Timer(clock, new BoundaryLog(new CountingLogger(), clock, "toy"));
  private final List<Timer.Alarm> alarms = List.of(alarm(), alarm(), alarm(), alarm());

  private Timer.Alarm alarm() {
    return timer.alarm(() -> {});
  }

  @Operation
  public String set(@Param(name = "alarm") int alarm, @Param(name = "time") int time) {
    alarms.get(alarm).set(time);
    return "set";
  }

  @Operation
  public String cancel(@Param(name = "alarm") int alarm) {
    alarms.get(alarm).cancel();
    return "taken back";
  }

  @Operation
  public boolean isSet(@Param(name = "alarm") int alarm) {
    return alarms.get(alarm).isSet();
  }

  @Operation
  public String forget(@Param(name = "alarm") int alarm) {
    alarms.get(alarm).close();
    return "forgotten";
  }

  /** As the timer's thread does; negative if none is due. */
  @Operation
  public int ring() {
    return alarms.indexOf(timer.takeDue());
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(TimerLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(TimerLincheckTest.class);
  }
}
