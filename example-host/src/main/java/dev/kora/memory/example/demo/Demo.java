package dev.kora.memory.example.demo;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.config.HostConfigReader;
import dev.kora.memory.example.config.HostConfigWriter;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.host.Candidate;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration from beginning to end: start Sea, configure and open the host's memory, live
 * through a conversation and an outage, verify what it left behind.
 */
public final class Demo {
  /**
   * A person writes a few turns a minute, a transcript is played at once: lift the default of 30.
   */
  static final Map<String, String> POLICIES =
      Map.of("policy.actor_scratchpad_writes_per_minute", "6000");

  private final Console console;
  private final @Nullable Path dataDir;
  private final DeliveryLog deliveries = new DeliveryLog(System.err);

  /**
   * A demonstration that has not begun.
   *
   * @param console where it tells its story
   * @param dataDir where to keep the data; null = a temporary folder, removed at the end
   */
  public Demo(Console console, @Nullable Path dataDir) {
    this.console = console;
    this.dataDir = dataDir;
  }

  /**
   * Runs it.
   *
   * @return what was done, all of it confirmed
   * @throws Exception with a message for the user, if anything did not happen as told
   */
  public DemoReport run(Transcript transcript) throws Exception {
    long started = System.nanoTime();
    try (DemoFolder folder = DemoFolder.open(dataDir)) {
      console.chapter("Start Sea, the server that every write goes through");
      SeaOptions options = SeaOptions.builder().dataDir(folder.sea()).policies(POLICIES).build();
      try (SeaServer sea =
          console.step("Starting Postgres and the MCP server", () -> SeaServer.start(options))) {
        console.say("MCP endpoint " + sea.mcpEndpoint() + ", workspace " + sea.workspaceId());
        try (Cable cable = Cable.to(sea.mcpEndpoint())) {
          Path config = configure(sea, cable, folder.host());
          try (HostMemory memory = open(HostConfigReader.read(config, System.getenv()))) {
            Evidence evidence = new Evidence(console, sea, deliveries);
            Stage stage = new Stage(console, sea, cable, config, memory, evidence);
            return new DemoRun(stage, transcript).report(started);
          }
        }
      }
    }
  }

  private Path configure(SeaServer sea, Cable cable, Path folder) throws Exception {
    console.chapter("Configure the host and find its memory");
    Path file = folder.resolve("host.yaml");
    Files.createDirectories(folder);
    HostConfigWriter.write(
        HostSettings.of(
            folder,
            sea.credentials().readerDsn(),
            cable.endpoint(),
            sea.credentials().token(),
            sea.workspaceId()),
        file);
    console.say("Configuration written to " + file + " (readable by you only)");
    console.say("It reaches Sea by a line that can be cut, " + cable.endpoint());
    return file;
  }

  private HostMemory open(HostConfig config) throws Exception {
    HostMemory memory = HostMemory.open(config, deliveries);
    Table found = new Table();
    for (Candidate candidate : memory.report().candidates()) {
      found.row(
          String.valueOf(candidate.name()),
          String.valueOf(candidate.version()),
          candidate.state().label(),
          String.valueOf(candidate.className()));
    }
    console.say("Memory providers that ServiceLoader found on the class path:");
    console.say(found);
    return memory;
  }
}
