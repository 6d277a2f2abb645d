package dev.kora.memory.isokron.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void secretsAreMaskedHoweverTheyAreWritten() {
    for (String text :
        List.of(
            "mcp_service_token=zzz",
            "MCP_SERVICE_TOKEN: zzz",
            "x-api-key: zzz",
            "aws_secret_access_key=zzz",
            "{\"db_password\":\"zzz\"}",
            "{\\\"token\\\":\\\"zzz\\\"}",
            "password='a zzz'",
            "password=\"a zzz\"",
            "Authorization: Bearer zzz",
            "postgres://u:zzz@h/d",
            "postgres://u:p/zzz@h/d",
            "postgres://u:p@zzz@h/d",
            "postgres://u:p'zzz@h/d")) {
      assertFalse(OneLine.of(text).contains("zzz"), OneLine.of(text));
    }
  }

  @Test
  void whatIsNoSecretStays() {
    for (String text :
        List.of("max_tokens=5", "the token is missing", "https://h/p?q=1 ask bob@h", "a: b")) {
      assertEquals(text, OneLine.of(text));
    }
    assertEquals("https://****@h/d failed", OneLine.of("https://u:p@h/d failed"));
  }
}
