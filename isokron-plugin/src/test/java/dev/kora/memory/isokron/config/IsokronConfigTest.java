package dev.kora.memory.isokron.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IsokronConfigTest {
  private static final String DSN = "postgres://user:s3cr%40t@db.example:6543/mem?sslmode=require";

  private static ConfigResult parse(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isokron_dsn", DSN);
    values.putIfAbsent("mcp_endpoint", "https://Sea.example/mcp");
    return IsokronConfig.parse(
        new SettingValues() {
          @Override
          public Set<String> keys() {
            return values.keySet();
          }

          @Override
          public Optional<String> value(Setting setting) {
            return Optional.ofNullable(values.getOrDefault(setting.key(), setting.defaultValue()));
          }
        });
  }

  private static List<String> problems(Map<String, String> more) {
    return assertInstanceOf(ConfigResult.Invalid.class, parse(more)).problems();
  }

  private static IsokronConfig valid(Map<String, String> more) {
    return assertInstanceOf(ConfigResult.Valid.class, parse(more)).config();
  }

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    IsokronConfig config = valid(Map.of());
    assertEquals(Duration.ofSeconds(60), config.cacheTtl());
    assertEquals("kora", config.actorKind());
    assertEquals(IsokronConfig.SyncTurns.ALL, config.syncTurns());
    assertEquals(Duration.ofMillis(150), config.recallDeadline());
    assertEquals(16 << 20, config.outboxMemoryBytes());
    assertEquals(256 << 20, config.outboxDiskBytes());
    assertEquals(Duration.ofSeconds(10), config.toolTimeout());
    assertEquals(Duration.ofSeconds(15), config.readTimeout());
    assertEquals("https://sea.example/mcp", config.endpoint().target());
  }

  @Test
  void allProblemsComeAtOnceOnePerField() {
    List<String> problems =
        problems(
            Map.of(
                "isokron_dsn", "mysql://root:s3cret@h/d",
                "mcp_endpoint", "ftp://x",
                "cache_ttl_seconds", "3601",
                "sync_turns", "some",
                "read_timeout_seconds", "soon",
                "cache_ttl_second", "5"));
    assertEquals(6, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("did you mean cache_ttl_seconds?"), problems::toString);
    assertFalse(problems.toString().contains("s3cret"));
  }

  @Test
  void aMissingRequiredFieldNamesItsVariable() {
    assertEquals(
        List.of("isokron_dsn: is missing; set it, or the variable KORA_ISOKRON_DSN"),
        problems(Map.of("isokron_dsn", " ")));
  }

  @Test
  void thePostgresAddressIsDecoded() {
    SubstrateAddress address = valid(Map.of()).substrate();
    assertEquals(List.of(new SubstrateAddress.HostPort("db.example", 6543)), address.hosts());
    assertEquals("mem", address.database());
    assertEquals("user", address.user());
    assertEquals(new Secret("s3cr@t"), address.password());
    assertEquals(Map.of("sslmode", "require"), address.options());
    SubstrateAddress plain =
        valid(Map.of("isokron_dsn", "postgresql://[::1],b:1/x%20y")).substrate();
    assertEquals("[::1]:5432,b:1/x y", plain.display());
  }

  @Test
  void badPostgresAddressesAreSaidWithoutTheirSecrets() {
    for (String dsn :
        List.of(
            "postgres://u:s3cret@/d",
            "postgres://u:s3cret@h",
            "postgres://u:s3cret@h:0/d",
            "postgres://u:s3cret%zz@h/d",
            "postgres://u:s3cret@h/d?loggerFile=x")) {
      List<String> problems = problems(Map.of("isokron_dsn", dsn));
      assertEquals(1, problems.size(), dsn);
      assertFalse(problems.get(0).contains("s3cret"), problems::toString);
    }
  }

  @Test
  void aTokenGoesOnlyOverHttpsOrToThisMachine() {
    Map<String, String> remote =
        Map.of("mcp_endpoint", "http://sea.example/mcp", "mcp_service_token", "tok");
    assertTrue(problems(remote).get(0).startsWith("mcp_service_token: would be sent unencrypted"));
    valid(Map.of("mcp_endpoint", "http://127.0.0.1:1/mcp", "mcp_service_token", "tok"));
    valid(Map.of("mcp_endpoint", "http://[::1]:1/mcp", "mcp_service_token", "tok"));
    valid(Map.of("mcp_endpoint", "stdio://sea serve", "mcp_service_token", "tok"));
    problems(Map.of("mcp_endpoint", "http://127.0.0.1.evil.example/", "mcp_service_token", "tok"));
  }

  @Test
  void rule20ATokenGoesUnencryptedOnlyWhereASettingAllowsItAndWithAWarning() {
    String setting = "mcp_allow_unencrypted_token";
    Map<String, String> remote =
        Map.of("mcp_endpoint", "http://sea.example/mcp?k=s3cret", "mcp_service_token", "t0ken");
    assertTrue(problems(remote).get(0).contains("allow it with " + setting + ": true"));
    Map<String, String> allowed = new HashMap<>(remote);
    allowed.put(setting, "true");
    try (LogLines log = new LogLines()) {
      assertEquals(new Secret("t0ken"), valid(allowed).token());
      assertEquals(
          List.of(
              "WARN [kora.isokron] the token is sent unencrypted to http://sea.example/mcp?****, as"
                  + " mcp_allow_unencrypted_token: true allows"),
          log.startingWith("[kora.isokron] the token"));
      valid(Map.of(setting, "true", "mcp_service_token", "t0ken"));
      assertEquals(1, log.all().size());
    }
    allowed.put(setting, "false");
    problems(allowed);
    assertTrue(problems(Map.of(setting, "yes")).get(0).startsWith(setting + ": must be one of"));
  }

  @Test
  void everyProtocolOfTheDocumentationCanBeChosen() {
    assertEquals(
        IsokronConfig.McpProtocol.STATELESS,
        valid(Map.of("mcp_protocol", "2026-07-28")).protocol());
    assertEquals(
        IsokronConfig.McpProtocol.LEGACY, valid(Map.of("mcp_protocol", "legacy")).protocol());
    assertEquals(IsokronConfig.McpProtocol.AUTO, valid(Map.of()).protocol());
  }

  @Test
  void aStdioEndpointIsACommandWhoseArgumentsAreTreatedAsSecretsButTellTargetsApart() {
    IsokronConfig config = valid(Map.of("mcp_endpoint", "stdio:///opt/sea --key 's3cret key'"));
    StdioEndpoint endpoint = assertInstanceOf(StdioEndpoint.class, config.endpoint());
    assertEquals(List.of("/opt/sea", "--key", "s3cret key"), endpoint.command());
    assertEquals("stdio:///opt/sea (2 arguments)", endpoint.toString());
    assertFalse(config.toString().contains("s3cret"), config.toString());
    assertTrue(endpoint.target().matches("stdio:sea\\?[0-9a-f]{16}"), endpoint.target());
    assertEquals(
        endpoint.target(),
        valid(Map.of("mcp_endpoint", "STDIO:///opt/sea --key s3cret\\ key")).endpoint().target());
    assertNotEquals(endpoint.target(), new StdioEndpoint(List.of("/opt/sea")).target());
    assertNotEquals(
        new StdioEndpoint(List.of("sea", "a b")).target(),
        new StdioEndpoint(List.of("sea", "a", "b")).target());
  }

  @Test
  void aCommandThatCannotBeReadIsSaidWithoutItsArguments() {
    assertEquals(
        List.of(
            "mcp_endpoint: has an unclosed single quote at character 7 of the command; close it"),
        problems(Map.of("mcp_endpoint", "stdio://sea -k's3cret")));
    assertEquals(
        List.of("mcp_endpoint: names no program; write stdio://PROGRAM ARGUMENTS"),
        problems(Map.of("mcp_endpoint", "stdio://")));
  }

  @Test
  void nothingPrintsASecret() {
    String text = valid(Map.of("mcp_service_token", "t0ken")).toString();
    assertFalse(text.contains("t0ken") || text.contains("s3cr"), text);
  }

  @Test
  void theQueryOfTheEndpointIsTreatedAsASecretButTellsTargetsApart() {
    IsokronConfig config = valid(Map.of("mcp_endpoint", "https://h/mcp?k=s3cret"));
    HttpEndpoint endpoint = assertInstanceOf(HttpEndpoint.class, config.endpoint());
    assertEquals("https://h/mcp?k=s3cret", endpoint.uri().toString());
    assertFalse(config.toString().contains("s3cret"), config.toString());
    assertEquals("https://h/mcp?****", config.endpoint().toString());
    String target = config.endpoint().target();
    assertFalse(target.contains("s3cret"), target);
    assertEquals(
        target, valid(Map.of("mcp_endpoint", "https://H/mcp?k=s3cret")).endpoint().target());
    assertNotEquals(
        target, valid(Map.of("mcp_endpoint", "https://h/mcp?k=other")).endpoint().target());
  }

  @Test
  void aConnectTimeoutOfZeroWouldWaitForEverAndIsRefused() {
    assertEquals(
        List.of("isokron_dsn: connect_timeout must be a number of seconds from 1 to 9999"),
        problems(Map.of("isokron_dsn", "postgres://h/d?connect_timeout=00")));
    assertEquals(
        Map.of("connectTimeout", "1"),
        valid(Map.of("isokron_dsn", "postgres://h/d?connect_timeout=1")).substrate().options());
  }

  @Test
  void aVariableBeforeTheProgramIsRefusedWithoutItsValue() {
    assertEquals(
        List.of("mcp_endpoint: begins with a variable; write stdio://env NAME=VALUE PROGRAM"),
        problems(Map.of("mcp_endpoint", "stdio://API_KEY='s3cret' sea serve")));
    valid(Map.of("mcp_endpoint", "stdio://env API_KEY=s3cret sea serve"));
    valid(Map.of("mcp_endpoint", "stdio://./a=b sea"));
  }

  @Test
  void placesInAnAddressCountFromOne() {
    assertEquals(
        List.of("mcp_endpoint: is not a valid address (at character 1)"),
        problems(Map.of("mcp_endpoint", "<https://h/>")));
  }
}
