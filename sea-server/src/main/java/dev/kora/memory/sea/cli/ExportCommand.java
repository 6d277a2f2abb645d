package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.audit.ExportWriter;
import dev.kora.memory.sea.store.Connections;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a chain to standard output, for {@code verify --file}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Writes a workspace's chain to standard output as JSON Lines, with every hashed field, as of"
            + " one moment. \"verify --file\" checks it without a database.")
final class ExportCommand implements Callable<Integer> {
  private static final int BUFFER = 64 * 1024;

  @Option(names = "--workspace", paramLabel = "W", required = true, description = "Whose chain.")
  private String workspace = "";

  @ArgGroup(multiplicity = "1")
  private DatabaseOption database = new DatabaseOption();

  @Override
  public Integer call() {
    try (SeaDatabase sea = database.open();
        Connection connection = sea.connectForRows();
        ProgressLine progress = ProgressLine.of("export", false)) {
      OutputStream out = new BufferedOutputStream(new StandardOutput(), BUFFER);
      ExportWriter.export(connection, workspace, out, progress);
      out.flush();
      return 0;
    } catch (SQLException e) {
      throw new SeaException("could not export the chain (" + Connections.firstLine(e) + ")", e);
    } catch (IOException e) {
      throw new SeaException(
          "the export is not complete: standard output was closed, or its disk is full", e);
    }
  }

  /** A print stream keeps its errors to itself; an export must end at the first. */
  private static final class StandardOutput extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      System.out.write(bytes, from, length);
      if (System.out.checkError()) {
        throw new IOException("standard output was closed");
      }
    }
  }
}
