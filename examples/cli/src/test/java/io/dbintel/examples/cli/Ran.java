package io.dbintel.examples.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command did. */
record Ran(int exitCode, List<String> lines, String errors) {
  static Ran with(String input, String... arguments) {
    return with(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  static Ran with(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = DbIntelCli.run(new ByteArrayInputStream(input), out, err, arguments);
    return new Ran(
        exitCode,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }
}
