package dev.kora.memory.sea.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's mapper, made strict: a repeated key is an error instead of the last one winning, and
 * numbers keep their digits until somebody judges them. An exception that the SDK wants to write as
 * it is becomes a JSON-RPC error.
 */
final class StrictJson implements McpJsonMapper {
  private static final int MAX_NESTING = 200;

  private final JsonMapper jackson =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final McpJsonMapper mapper = new JacksonMcpJsonMapper(jackson);

  /** The same strictness for whoever reads a message before the SDK does. */
  JsonMapper jackson() {
    return jackson;
  }

  @Override
  public <T> T readValue(String content, Class<T> type) throws IOException {
    return plainly(() -> mapper.readValue(content, type));
  }

  @Override
  public <T> T readValue(byte[] content, Class<T> type) throws IOException {
    return plainly(() -> mapper.readValue(content, type));
  }

  @Override
  public <T> T readValue(String content, TypeRef<T> type) throws IOException {
    return plainly(() -> mapper.readValue(content, type));
  }

  @Override
  public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
    return plainly(() -> mapper.readValue(content, type));
  }

  @Override
  public <T> @Nullable T convertValue(@Nullable Object from, Class<T> type) {
    return mapper.convertValue(from, type);
  }

  @Override
  public <T> @Nullable T convertValue(@Nullable Object from, TypeRef<T> type) {
    return mapper.convertValue(from, type);
  }

  @Override
  public String writeValueAsString(Object value) throws IOException {
    return mapper.writeValueAsString(presentable(value));
  }

  @Override
  public byte[] writeValueAsBytes(Object value) throws IOException {
    return mapper.writeValueAsBytes(presentable(value));
  }

  /** The parser's message goes to the client: without its notes on where the source is hidden. */
  private static <T> T plainly(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (JsonProcessingException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static Object presentable(Object value) {
    if (!(value instanceof McpError error)) {
      return value;
    }
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("jsonrpc", "2.0");
    response.put("id", null);
    response.put("error", error.getJsonRpcError());
    return response;
  }
}
