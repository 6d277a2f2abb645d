package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.McpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.SettingException;
import dev.kora.memory.isokron.config.TokenRule;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ServerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that every command has: how to speak to a server, and with which token. */
final class Endpoint {
  /** Of the argument that each command declares at its own position. */
  static final String ADDRESS =
      "http(s)://HOST/PATH, or 'stdio://COMMAND LINE'; always the last argument.";

  private static final String TOKEN = "KORA_SERVICE_TOKEN";
  private static final String ALLOW = "--allow-unencrypted-token";
  private static final int MAX_SECONDS = 3_600;

  private final Map<String, String> environment;

  @Option(
      names = "--protocol",
      paramLabel = "auto|legacy|2026-07-28",
      converter = ProtocolName.class,
      description = "The protocol to speak: by handshake (legacy), stateless, or what fits.")
  private McpProtocol protocol = McpProtocol.AUTO;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "Limit of each request; ${DEFAULT-VALUE} without it.")
  private int seconds = 10;

  @Option(names = ALLOW, description = "Sends " + TOKEN + " over http:// to another machine too.")
  private boolean allowUnencryptedToken;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  Endpoint(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Makes a client for the server; sends nothing yet. */
  Connection connect(String address) throws IOException {
    McpEndpoint endpoint = endpoint(address);
    return new Connection(
        McpClient.connect(
            endpoint, token(endpoint), protocol, Duration.ofSeconds(seconds), Version.get()));
  }

  /** Who answered, in one line. */
  static String describe(McpClient client) {
    ServerInfo server = client.server().orElseThrow();
    return OneLine.clean(server.name(), 80)
        + " "
        + OneLine.clean(server.serverVersion(), 80)
        + ", MCP "
        + server.version()
        + " ("
        + server.era()
        + ")";
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private McpEndpoint endpoint(String address) {
    try {
      return McpEndpoint.parse(address.strip());
    } catch (SettingException e) {
      throw usage("ENDPOINT: " + e.getMessage());
    }
  }

  private @Nullable Secret token(McpEndpoint endpoint) {
    String value = environment.getOrDefault(TOKEN, "").strip();
    if (value.isEmpty()) {
      return null;
    }
    try {
      return TokenRule.check(value, endpoint, allowUnencryptedToken, ALLOW);
    } catch (SettingException e) {
      throw usage(TOKEN + ": " + e.getMessage());
    }
  }

  /** The names of the settings file. */
  private static final class ProtocolName implements ITypeConverter<McpProtocol> {
    @Override
    public McpProtocol convert(String value) {
      return switch (value) {
        case "auto" -> McpProtocol.AUTO;
        case "legacy" -> McpProtocol.LEGACY;
        case "2026-07-28" -> McpProtocol.STATELESS;
        default -> throw new TypeConversionException("must be auto, legacy or 2026-07-28");
      };
    }
  }

  /** Does not repeat what is no number, which may be a misplaced address with a key. */
  private static final class Seconds implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int seconds = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
      if (seconds < 1 || seconds > MAX_SECONDS) {
        throw new TypeConversionException("must be 1 to " + MAX_SECONDS + " seconds");
      }
      return seconds;
    }
  }
}
