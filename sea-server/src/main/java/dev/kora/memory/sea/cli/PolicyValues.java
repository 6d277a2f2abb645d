package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.SeaException;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code --policy path=value} options of a new workspace. */
final class PolicyValues {
  private static final Pattern PATH = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private PolicyValues() {}

  /**
   * Refuses what cannot be meant; which paths there are is the seed's to know.
   *
   * @throws SeaException with what would do
   */
  static void check(Map<String, String> values) {
    values.forEach(
        (path, value) -> {
          if (!PATH.matcher(path).matches()) {
            throw new SeaException(
                "--policy: \"" + path + "\" is not like policy.kora_rate_limit_per_minute");
          }
          if (!isJson(value)) {
            throw new SeaException(
                "--policy: the value of "
                    + path
                    + " is not JSON: write a number, true, false, or a string in double quotes");
          }
        });
  }

  private static boolean isJson(String value) {
    try {
      return !JSON.readTree(value).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
