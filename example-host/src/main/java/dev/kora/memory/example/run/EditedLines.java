package dev.kora.memory.example.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * Lines that a person types on a terminal, with editing, completion and a history that is kept.
 * While it is open, what the program says on standard error appears above the line being typed.
 */
final class EditedLines implements Lines {
  private static final int REMEMBERED = 1_000;

  private final Terminal terminal;
  private final LineReader reader;
  private final PrintStream systemErr = System.err;
  private List<String> commands = List.of();
  private List<String> tools = List.of();

  private EditedLines(Terminal terminal, Path history) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // What is typed is what is said: no quoting, and "!" is a mark like any other.
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .completer((line, word, candidates) -> complete(word, candidates))
            // JLine makes it readable by its owner only.
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, REMEMBERED)
            .variable(LineReader.HISTORY_FILE_SIZE, REMEMBERED)
            .build();
  }

  /** Takes the terminal, unless input or output goes elsewhere. */
  static Optional<Lines> onTerminal(Path history) {
    Terminal terminal;
    try {
      // Prompts are not data: they stay away from standard output where they can.
      terminal =
          TerminalBuilder.builder()
              .name("example-host")
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysErrOrSysOut)
              .devTty(false)
              .dumb(false)
              // Asks the terminal nothing: the answer of one that has none would be waited for.
              .graphemeCluster(false)
              .build();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
    if (terminal.getSize().getColumns() == 0) {
      // As in a container: a terminal that does not know its size would show no prompt.
      terminal.setSize(Size.of(80, 24));
    }
    EditedLines lines = new EditedLines(terminal, history);
    if (((TerminalExt) terminal).getSystemStream() == SystemStream.Error) {
      System.setErr(AbovePrompt.stream(lines.reader, lines.systemErr));
    }
    return Optional.of(lines);
  }

  @Override
  public @Nullable String next(String prompt) {
    String bold = new AttributedString(prompt, AttributedStyle.BOLD).toAnsi(terminal);
    try {
      return reader.readLine(bold);
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    }
  }

  @Override
  public void complete(List<String> commandNames, List<String> toolNames) {
    commands = List.copyOf(commandNames);
    tools = List.copyOf(toolNames);
  }

  private void complete(ParsedLine typed, List<Candidate> candidates) {
    String first = typed.words().get(0);
    Stream<String> names =
        !first.startsWith("/")
            ? Stream.empty()
            : typed.wordIndex() == 0
                ? commands.stream()
                : typed.wordIndex() == 1 ? tools.stream() : Stream.empty();
    names.map(Candidate::new).forEach(candidates::add);
  }

  @Override
  public void close() throws IOException {
    System.setErr(systemErr);
    try {
      reader.getHistory().save();
    } finally {
      terminal.close();
    }
  }
}
