package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same hostile calls over every transport: an error each, and nothing stored. */
@Timeout(120)
class HostileJsonTest {
  private final TestSea sea = TestSea.shared();

  @ParameterizedTest
  @EnumSource(Serving.class)
  void overHttpEachGetsAnErrorAndNothingIsStored(Serving serving) throws Exception {
    Workspace workspace = sea.newWorkspace();
    Serving.Client client = serving.client(workspace.token());
    for (byte[] body : hostile(workspace)) {
      assertRefused(body, client.post(body).body());
    }
    assertEquals(List.of(), sea.server().events(workspace.id(), 1));
    assertFalse(client.append(workspace, "{}").body().contains("\"isError\":true"));
  }

  @Test
  void overStdioEachGetsAnErrorAndNothingIsStored() throws Exception {
    Workspace workspace = sea.newWorkspace();
    try (StdioClient client = StdioClient.start(workspace.token())) {
      for (byte[] body : hostile(workspace)) {
        assertRefused(body, client.exchange(body));
      }
      assertEquals(List.of(), sea.server().events(workspace.id(), 1));
      String stored = client.exchange(Serving.bytes(Serving.appendCall(workspace, "{}")));
      assertTrue(stored.contains("event_id"), stored);
    }
  }

  private static List<byte[]> hostile(Workspace workspace) {
    Stream<byte[]> payloads =
        Stream.of(
                "{\"a\":1,\"a\":2}",
                "{\"a\":".repeat(250) + "1" + "}".repeat(250),
                "{\"n\":1e400}",
                "{\"n\":1e999999999}",
                "{\"n\":9223372036854775808}",
                "{\"s\":\"\\u0000\"}",
                "{\"s\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"s\":\"" + "x".repeat(4 * 1024 * 1024 + 1) + "\"}",
                "1e999999999",
                "{\"s\":\"\t\"}",
                "{\"n\":NaN}",
                "{\"n\":01}",
                "{} {}")
            .map(payload -> Serving.bytes(Serving.appendCall(workspace, payload)));
    String good = Serving.appendCall(workspace, "{\"s\":\"\u00e9\"}");
    return Stream.concat(
            payloads,
            Stream.of(
                good.getBytes(StandardCharsets.ISO_8859_1),
                good.getBytes(StandardCharsets.UTF_16BE),
                Serving.bytes("\uFEFF" + good),
                Serving.bytes(
                    good.replace("\"event_type\"", "\"event_type\":\"x\",\"event_type\"")),
                Serving.bytes(good.replace("\"id\":7", "\"id\":7,\"id\":8")),
                Serving.bytes(good.replace("kora.test.ran", "kora.test.\\ud800")),
                Serving.bytes(good.replace("\"kora.test.ran\"", "1e999999999")),
                Serving.bytes("[" + good + "]")))
        .toList();
  }

  private static void assertRefused(byte[] body, String answer) {
    String shown =
        new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8) + " -> " + answer;
    assertTrue(answer.contains("\"error\":{") || answer.contains("\"isError\":true"), shown);
    assertFalse(answer.contains("Exception"), shown);
    assertFalse(answer.contains("com.fasterxml"), shown);
    assertFalse(answer.contains("stackTrace"), shown);
    assertTrue(answer.length() < 2_000, shown);
  }
}
