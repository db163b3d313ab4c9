package io.dbintel.examples.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program: one sub-command for each thing that can be tried. Results go to standard output,
 * errors to standard error, in a line and never as a stack trace.
 */
@Command(
    name = "dbintel",
    mixinStandardHelpOptions = true,
    version = "dbintel 0.1.0-SNAPSHOT",
    description = "Database intelligence from the command line.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:fine", "1:something was found", "2:bad usage or configuration"})
public final class DbIntelCli implements Runnable {
  /** Nothing to tell. */
  static final int FINE = 0;

  /** There are findings, or input that could not be read. */
  static final int FINDINGS = 1;

  /** The command itself is wrong. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec;

  private DbIntelCli() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(System.in, System.out, System.err, arguments));
  }

  /** The same without the process. */
  static int run(InputStream in, OutputStream out, OutputStream err, String... arguments) {
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    CommandLine program =
        new CommandLine(new DbIntelCli())
            .addSubcommand(new SqlCommand(in, out))
            .addSubcommand(new PlanCommand(in, out))
            .addSubcommand(new LogCommand(in, out))
            .addSubcommand(new CheckCommand(out))
            .addSubcommand(new RunCommand(out))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(errors);
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          errors.println(command.getCommandName() + ": " + Failure.inWords(failure));
          return failure instanceof Failure told ? told.exitCode() : USAGE;
        });
    return program.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
