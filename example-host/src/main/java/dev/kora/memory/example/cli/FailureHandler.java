package dev.kora.memory.example.cli;

import dev.kora.memory.example.config.HostConfigException;
import dev.kora.memory.example.console.Printable;
import dev.kora.memory.example.demo.DemoException;
import dev.kora.memory.example.memory.ProviderNotChosenException;
import dev.kora.memory.example.transcript.TranscriptException;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryFailClosedException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one message and status 1; only a bug of ours shows its trace.
 */
final class FailureHandler implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (isExpected(e)) {
      command.getErr().println(command.getColorScheme().errorText(Printable.text(message(e))));
    } else {
      command
          .getErr()
          .println("This is a defect of example-host; please report it with the trace:");
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isExpected(Exception e) {
    return e instanceof DemoException
        || e instanceof TranscriptException
        || e instanceof HostConfigException
        || e instanceof SeaException
        || e instanceof ProviderNotChosenException
        || e instanceof MemoryConfigurationException
        || e instanceof MemoryFailClosedException
        || e instanceof IOException;
  }

  private static String message(Exception e) {
    if (e instanceof MemoryConfigurationException configuration) {
      return "The memory provider's configuration is wrong:"
          + System.lineSeparator()
          + "  - "
          + String.join(System.lineSeparator() + "  - ", configuration.problems());
    }
    if (e instanceof IOException io) {
      return "A file could not be read or written: " + Printable.problem(io);
    }
    return String.valueOf(e.getMessage());
  }
}
