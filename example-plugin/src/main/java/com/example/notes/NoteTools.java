package com.example.notes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.spi.ToolSchema;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The model's tools. What comes from a model may be anything, so all of it is checked. */
final class NoteTools {
  private static final int LONGEST = 1000;
  private static final int MOST = 20;

  static final List<ToolSchema> SCHEMAS =
      List.of(
          new ToolSchema(
              "note_add",
              "Keeps a note for all later conversations of this workspace.",
              """
              {"type":"object","additionalProperties":false,"required":["text"],"properties":{
                "text":{"type":"string","minLength":1,"maxLength":%d,
                  "description":"One fact, understandable without this conversation."}}}"""
                  .formatted(LONGEST)),
          new ToolSchema(
              "note_find",
              "Finds notes of this workspace by words that they contain.",
              """
              {"type":"object","additionalProperties":false,"required":["query"],"properties":{
                "query":{"type":"string","minLength":1,"maxLength":%d},
                "limit":{"type":"integer","minimum":1,"maximum":%d,"default":5}}}"""
                  .formatted(LONGEST, MOST)));

  private record Added(boolean ok, Note note) {}

  private record Found(boolean ok, List<Note> notes) {}

  private record Failed(boolean ok, String error) {}

  private final NoteFile file;
  private final Clock clock;

  NoteTools(NoteFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The answer to a call, as JSON text, for errors too. */
  String call(String tool, String arguments) {
    try {
      return switch (tool) {
        case "note_add" -> add(checked(arguments, List.of("text")));
        case "note_find" -> find(checked(arguments, List.of("query", "limit")));
        default -> failed("unknown tool; there are note_add and note_find");
      };
    } catch (IllegalArgumentException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // Paths and such are for the log, not for the model.
      file.failed(tool + " failed", e);
      return failed("the notes cannot be reached now");
    }
  }

  static String failed(String error) {
    return Json.write(new Failed(false, error));
  }

  private String add(ObjectNode arguments) throws IOException {
    String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Note note = new Note(at, text(arguments, "text"));
    file.append(note);
    return Json.write(new Added(true, note));
  }

  private String find(ObjectNode arguments) throws IOException {
    String query = text(arguments, "query");
    JsonNode given = arguments.path("limit");
    int limit = given.isMissingNode() ? 5 : given.isInt() ? given.intValue() : 0;
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be a whole number from 1 to " + MOST);
    }
    return Json.write(new Found(true, Note.best(file.read(), query, limit)));
  }

  private static ObjectNode checked(String arguments, List<String> known) {
    try {
      if (Json.read(arguments, JsonNode.class) instanceof ObjectNode object
          && object.properties().stream().allMatch(field -> known.contains(field.getKey()))) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the arguments are not valid JSON", e);
    }
    throw new IllegalArgumentException(
        "the arguments must be one JSON object, with nothing but " + String.join(", ", known));
  }

  private static String text(ObjectNode arguments, String name) {
    String text = arguments.path(name).isTextual() ? arguments.path(name).textValue() : "";
    if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
      throw new IllegalArgumentException(
          name + " must be a text of 1 to " + LONGEST + " characters, and not blank");
    }
    return text;
  }
}
