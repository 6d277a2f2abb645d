package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.substrate.Substrate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything, in the order in which one thing stands on another. For one thread, once;
 * {@link #close} may come from another one and ends what it started.
 */
public final class Doctor implements AutoCloseable {
  private static final List<String> GROUPS =
      List.of(SeaChecks.GROUP, SubstrateChecks.GROUP, WorkspaceChecks.GROUP, JournalChecks.GROUP);
  private static final String NO_CONFIG = "the configuration cannot be used";

  private final DoctorInput input;
  private final Round round;
  private volatile @Nullable McpClient client;
  private volatile @Nullable Substrate substrate;

  /** Makes a doctor; looks at nothing yet. */
  public Doctor(DoctorInput input, DoctorListener listener) {
    this.input = input;
    this.round = new Round(listener);
  }

  /** Makes all checks; never throws for what it finds. */
  public List<Check> run() {
    ConfigChecks.Read read = new ConfigChecks(input).run(round);
    if (read == null) {
      GROUPS.forEach(group -> round.skip(group, NO_CONFIG, ""));
      if (input.emit()) {
        round.skip(EmitCheck.GROUP, NO_CONFIG, "");
      }
      return round.checks();
    }
    IsokronConfig config = read.config();
    McpClient sea =
        McpClient.connect(
            config.endpoint(),
            config.token(),
            config.protocol(),
            config.toolTimeout(),
            input.version());
    client = sea;
    new SeaChecks(round, config, sea).run();
    Substrate database = new Substrate(config.substrate(), config.readTimeout());
    substrate = database;
    new SubstrateChecks(round, config, database).run();
    String workspace = input.workspace() == null ? config.defaultWorkspaceId() : input.workspace();
    if (workspace == null) {
      round.skip(
          WorkspaceChecks.GROUP,
          "the file has no default_workspace_id",
          "name a workspace of your sessions with --workspace");
    } else {
      new WorkspaceChecks(round, config, database, workspace).run();
    }
    new JournalChecks(round, read).run();
    if (input.emit()) {
      emit(config, sea, database, workspace);
    }
    return round.checks();
  }

  private void emit(
      IsokronConfig config, McpClient sea, Substrate database, @Nullable String workspace) {
    if (workspace == null) {
      round.skip(EmitCheck.GROUP, "there is no workspace to emit to", "");
    } else {
      new EmitCheck(round, config, sea, database, workspace, input.version()).run();
    }
  }

  /** Ends connections, threads and a server that was started; can be called again. */
  @Override
  public void close() {
    round.close();
    McpClient sea = client;
    if (sea != null) {
      sea.close();
    }
    Substrate database = substrate;
    if (database != null) {
      database.close();
    }
  }
}
