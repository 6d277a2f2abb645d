package dev.kora.memory.sea.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kora.memory.sea.mcp.Incoming.Malformed;
import dev.kora.memory.sea.mcp.Incoming.Request;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "garbage",
        "\uFEFF" + PING,
        PING + PING,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":{\"b\":1,\"b\":2}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\0ng\"}"
      })
  void whatIsNotStrictJsonIsAParseError(String text) {
    assertMalformed(-32700, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyUtf8IsRead() {
    assertMalformed(-32700, PING.getBytes(StandardCharsets.UTF_16LE));
    assertMalformed(-32700, PING.getBytes(Charset.forName("UTF-32BE")));
    assertMalformed(
        -32700, PING.replace("ping", "p\u00efng").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void depthIsBounded() {
    assertMalformed(-32700, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "[" + PING + "]",
        "1",
        "null",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}"
      })
  void whatIsNoMessageIsAnInvalidRequest(String text) {
    assertMalformed(-32600, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void numbersKeepTheirDigits() {
    Incoming read =
        MessageReader.read(
            PING.replace("}", ",\"params\":{\"a\":0.10,\"b\":1e400,\"c\":9223372036854775808}}")
                .getBytes(StandardCharsets.UTF_8));

    Map<?, ?> params = (Map<?, ?>) assertInstanceOf(Request.class, read).message().params();
    assertEquals(new BigDecimal("0.10"), params.get("a"));
    assertEquals(new BigDecimal("1e400"), params.get("b"));
    assertEquals("9223372036854775808", String.valueOf(params.get("c")));
  }

  @Property(tries = 2_000)
  void anyBytesAreReadAsSomething(@ForAll byte[] bytes) {
    assertNotNull(MessageReader.read(bytes));
  }

  private static void assertMalformed(int code, byte[] bytes) {
    assertEquals(code, assertInstanceOf(Malformed.class, MessageReader.read(bytes)).code());
  }
}
