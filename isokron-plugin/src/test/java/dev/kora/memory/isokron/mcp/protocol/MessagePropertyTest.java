package dev.kora.memory.isokron.mcp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Rules 1 and 2: envelopes, written and read. */
class MessagePropertyTest {
  private static Incoming only(byte[] message) {
    List<Incoming> read = MessageReader.read(message);
    assertEquals(1, read.size());
    return read.get(0);
  }

  @Property
  void rule1WhatIsWrittenIsOneLineAndReadBack(
      @ForAll long id, @ForAll("texts") String method, @ForAll("texts") String value) {
    ObjectNode params = StrictJson.object().put("p", value);
    byte[] request = Outgoing.request(id, method, params);
    assertEquals(method, assertInstanceOf(Incoming.Request.class, only(request)).method());
    assertEquals(
        value,
        ((ParsedJson.Value) StrictJson.parse(request)).node().path("params").path("p").asText());
    byte[] notification = Outgoing.notification(method, params);
    assertEquals(
        method, assertInstanceOf(Incoming.Notification.class, only(notification)).method());
    byte[] pong = Outgoing.answer(TextNode.valueOf(value), "ping");
    assertEquals(value, assertInstanceOf(Incoming.Result.class, only(pong)).id());
    byte[] refusal = Outgoing.answer(TextNode.valueOf(value), "x" + method);
    assertEquals(-32601, assertInstanceOf(Incoming.Failure.class, only(refusal)).code());
    for (byte[] message : List.of(request, notification, pong, refusal)) {
      assertFalse(new String(message, StandardCharsets.UTF_8).contains("\n"));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(20)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  @Provide
  Arbitrary<byte[]> nearlyMessages() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"jsonrpc\":\"2.0\"",
            "\"id\":1",
            "\"id\":{}",
            "\"id\":1e999999999",
            "\"method\":\"m\"",
            "\"error\":{\"code\":1.5}",
            "\"error\":7",
            "\"result\":{}",
            "\"result\"",
            "null",
            "\u0000",
            "\"\\ud800\"");
    Arbitrary<byte[]> structured =
        pieces
            .set()
            .ofMaxSize(3)
            .map(some -> bytes("{\"jsonrpc\":\"2.0\"," + String.join(",", some) + "}"));
    Arbitrary<byte[]> mutated =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofSize(1)
            .flatMap(
                b ->
                    Arbitraries.integers()
                        .between(0, 30)
                        .map(
                            at -> {
                              byte[] whole = bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
                              whole[at] = b[0];
                              return whole;
                            }));
    return Arbitraries.oneOf(structured, mutated, Arbitraries.bytes().array(byte[].class));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 3000)
  void rule1AnyBytesAreMessagesOrInvalid(@ForAll("nearlyMessages") byte[] bytes) {
    boolean invalid =
        MessageReader.read(bytes).stream().anyMatch(m -> m instanceof Incoming.Invalid);
    Statistics.label("read")
        .collect(invalid ? "invalid" : "valid")
        .coverage(
            c -> {
              c.check("invalid").percentage(p -> p > 10);
              c.check("valid").percentage(p -> p > 1);
            });
  }

  @Example
  void rule2AnIdIsTheSameAsNumberAsTextAndWithAPoint() {
    for (String id : List.of("1", "\"1\"", "1.0", "1e0")) {
      String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
      assertEquals("1", assertInstanceOf(Incoming.Result.class, only(bytes(message))).id());
    }
    for (String id : List.of("null", "1.5", "true", "{}", "[1]", "1e99999")) {
      String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
      assertInstanceOf(Incoming.Invalid.class, only(bytes(message)), id);
    }
  }

  @Example
  void rule1AnArrayOfMessagesIsReadOneByOne() {
    String two = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"1.0\"}]";
    List<Incoming> read = MessageReader.read(bytes(two));
    assertInstanceOf(Incoming.Result.class, read.get(0));
    assertInstanceOf(Incoming.Invalid.class, read.get(1));
    assertEquals(List.of(), MessageReader.read(bytes("[]")));
  }
}
