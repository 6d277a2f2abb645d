package dev.kora.memory.example;

import dev.kora.memory.example.cli.HostCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** {@code java -jar example-host.jar …}. */
public final class ExampleHost {
  private static final String LOG_CONFIG = "log4j2.configurationFile";

  private ExampleHost() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_CONFIG) == null) {
      System.setProperty(LOG_CONFIG, "classpath:example-host-log4j2.xml");
    }
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    int status = HostCommand.commandLine().execute(args);
    System.out.flush();
    System.err.flush();
    System.exit(status);
  }

  /** The transcripts and the text of this program are UTF-8, whatever the locale of the shell. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
