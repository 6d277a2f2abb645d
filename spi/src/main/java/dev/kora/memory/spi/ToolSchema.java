package dev.kora.memory.spi;

import java.util.regex.Pattern;

/**
 * A tool that a session offers to the model.
 *
 * @param name unique in the session, matching {@code [a-zA-Z_][a-zA-Z0-9_-]{0,63}}: what all common
 *     model APIs take
 * @param description what it does and when to use it, for the model
 * @param parametersJson the JSON Schema of its arguments: one JSON object, as text (rule M8)
 */
public record ToolSchema(String name, String description, String parametersJson) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");

  /** Checks the components; whether the text is JSON is not looked at here. */
  public ToolSchema {
    Require.matching(NAME, name, "name");
    Require.notBlank(description, "description of " + name);
    Require.notBlank(parametersJson, "parametersJson of " + name);
  }
}
