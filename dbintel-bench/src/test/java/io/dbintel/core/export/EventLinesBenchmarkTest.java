package io.dbintel.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EventLinesBenchmarkTest {
  @Test
  void bothSidesWriteTheSame() throws IOException {
    EventLinesBenchmark benchmark = new EventLinesBenchmark();
    ObjectMapper json = new ObjectMapper();

    assertThat(json.readTree(benchmark.theirs())).isEqualTo(json.readTree(benchmark.ours()));
    assertThat(json.readTree(benchmark.theirs())).isEqualTo(json.readTree(benchmark.ours()));
  }
}
