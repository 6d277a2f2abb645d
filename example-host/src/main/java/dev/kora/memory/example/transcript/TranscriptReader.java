package dev.kora.memory.example.transcript;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.console.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads JSON Lines into a {@link Transcript}: all of the file, or an error that names the line. */
public final class TranscriptReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** As in {@code 1:56 pm on 8 May, 2023}; such a time names no zone and is taken as UTC. */
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, yyyy")
          .toFormatter(Locale.ENGLISH);

  private final String name;
  private final List<Utterance> utterances = new ArrayList<>();
  private final Map<String, Integer> lineOfId = new HashMap<>();
  private int line;

  private TranscriptReader(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws TranscriptException if the file cannot be read, or a line is not as it should be
   */
  public static Transcript read(Path file) throws TranscriptException {
    if (Files.isDirectory(file)) {
      throw new TranscriptException(
          "transcript " + file + " is a folder; give a file of JSON Lines");
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return new TranscriptReader(file.toString()).read(bytes);
    } catch (NoSuchFileException e) {
      throw new TranscriptException("transcript " + file + " does not exist; check the path");
    } catch (IOException e) {
      throw new TranscriptException(
          "transcript " + file + " cannot be read: " + Printable.problem(e));
    }
  }

  /**
   * Reads a resource of the program's own.
   *
   * @throws TranscriptException if a line is not as it should be
   */
  public static Transcript read(String name, InputStream bytes) throws TranscriptException {
    try {
      return new TranscriptReader(name).read(bytes);
    } catch (IOException e) {
      throw new TranscriptException(
          "transcript " + name + " cannot be read: " + Printable.problem(e));
    }
  }

  private Transcript read(InputStream bytes) throws IOException, TranscriptException {
    var utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, utf8));
    try {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (!text.isBlank()) {
          utterances.add(utterance(text));
        }
      }
    } catch (CharacterCodingException e) {
      throw new TranscriptException(
          "transcript " + name + ", after line " + line + ": the bytes are not UTF-8");
    }
    if (utterances.isEmpty()) {
      throw new TranscriptException(
          "transcript " + name + " has no lines; there is nothing to play");
    }
    return new Transcript(name, utterances);
  }

  private Utterance utterance(String text) throws TranscriptException {
    JsonNode node = parse(text);
    if (!node.isObject()) {
      throw bad("expected a JSON object, found " + describe(node));
    }
    int session = session(node);
    Instant at = dateTime(text(node, "date_time"));
    String id = text(node, "id");
    Integer before = lineOfId.putIfAbsent(id, line);
    if (before != null) {
      throw bad("the id \"" + id + "\" was already used in line " + before);
    }
    return new Utterance(session, at, id, text(node, "speaker"), text(node, "text"));
  }

  private JsonNode parse(String text) throws TranscriptException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw bad(
          "not JSON ("
              + e.getOriginalMessage().lines().findFirst().orElse("unreadable")
              + ", column "
              + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
              + ")");
    }
  }

  private int session(JsonNode node) throws TranscriptException {
    JsonNode session = node.path("session");
    if (!session.isInt() || session.intValue() < 1) {
      throw bad("\"session\" must be a whole number from 1, found " + describe(session));
    }
    return session.intValue();
  }

  private String text(JsonNode node, String field) throws TranscriptException {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw bad("\"" + field + "\" must be a text that is not empty, found " + describe(value));
    }
    return value.textValue();
  }

  private Instant dateTime(String text) throws TranscriptException {
    try {
      return LocalDateTime.parse(text, DATE_TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException alsoNotIso) {
        throw bad(
            "\"date_time\" must be like \"1:56 pm on 8 May, 2023\" or \"2023-05-08T13:56:00Z\","
                + " found \""
                + shorten(text)
                + "\"");
      }
    }
  }

  private TranscriptException bad(String what) {
    return new TranscriptException(
        "transcript " + name + ", line " + line + ": " + what + "; nothing was played");
  }

  private static String describe(JsonNode node) {
    return node.isMissingNode() ? "nothing" : shorten(node.toString());
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
