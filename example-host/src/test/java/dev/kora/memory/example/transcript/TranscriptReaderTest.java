package dev.kora.memory.example.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptReaderTest {
  private static final String GOOD = line(1, "1:56 pm on 8 May, 2023", "a", "Ann", "Hello.");

  @Test
  void readsEveryFieldOfALine() throws Exception {
    Utterance read = read(GOOD).utterances().get(0);

    assertEquals(
        new Utterance(1, Instant.parse("2023-05-08T13:56:00Z"), "a", "Ann", "Hello."), read);
  }

  @Test
  void acceptsIsoTimesBlankLinesAndFieldsItDoesNotKnow() throws Exception {
    Transcript read =
        read(
            "\n"
                + GOOD.replace("1:56 pm on 8 May, 2023", "2023-05-08T13:56:00Z")
                    .replace("}", ",\"mood\":1}")
                + "\n\n");

    assertEquals(Instant.parse("2023-05-08T13:56:00Z"), read.utterances().get(0).at());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"session":1                                                          | not JSON
          [1]                                                                   | expected a JSON object
          {"session":1}                                                         | "date_time" must be a text
          {"session":0,"date_time":"x","id":"b","speaker":"A","text":"t"}       | "session" must be a whole number
          {"session":"1","date_time":"x","id":"b","speaker":"A","text":"t"}     | "session" must be a whole number
          {"session":1,"session":2}                                             | not JSON (Duplicate field 'session'
          {"session":1,"date_time":"noon","id":"b","speaker":"A","text":"t"}    | "date_time" must be like
          {"session":1,"date_time":"1:56 pm on 8 May, 2023","id":"a","speaker":"A","text":"t"} | already used in line 1
          {"session":1,"date_time":"1:56 pm on 8 May, 2023","id":"b","speaker":"","text":"t"}  | "speaker" must be a text
          {"session":1,"date_time":"1:56 pm on 8 May, 2023","id":"b","speaker":"A","text":7}   | "text" must be a text
          {} {}                                                                 | not JSON
          """)
  void namesTheLineAndWhatIsWrongWithIt(String bad, String what) {
    TranscriptException e = assertThrows(TranscriptException.class, () -> read(GOOD + "\n" + bad));

    assertTrue(String.valueOf(e.getMessage()).contains("line 2: "), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).endsWith("nothing was played"), e.getMessage());
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin1 = GOOD.replace("Hello.", "h\u00e9").getBytes(StandardCharsets.ISO_8859_1);

    TranscriptException e =
        assertThrows(
            TranscriptException.class,
            () -> TranscriptReader.read("t", new ByteArrayInputStream(latin1)));
    assertTrue(String.valueOf(e.getMessage()).contains("not UTF-8"), e.getMessage());
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsEmptyMissingOrAFolder(@TempDir Path folder) {
    assertMessage("there is nothing to play", () -> read(" \n"));
    assertMessage("does not exist", () -> TranscriptReader.read(folder.resolve("none.jsonl")));
    assertMessage("is a folder", () -> TranscriptReader.read(folder));
  }

  @Test
  void aTurnIsTheUsersLinesAndTheAssistantsThatFollow() throws Exception {
    Transcript read =
        read(
            said(1, "Ann")
                + said(1, "Ann")
                + said(1, "Bot")
                + said(1, "Ann")
                + said(1, "Bot")
                + said(2, "Bot")
                + said(2, "Ann"));

    assertEquals(List.of(1, 2), List.copyOf(read.sessions().keySet()));
    assertEquals(List.of("2+1", "1+1"), shape(read.sessions().getOrDefault(1, List.of())));
    assertEquals(List.of("0+1", "1+0"), shape(read.sessions().getOrDefault(2, List.of())));
  }

  private static List<String> shape(List<Turn> turns) {
    return turns.stream().map(t -> t.user().size() + "+" + t.assistant().size()).toList();
  }

  private int id;

  private String said(int session, String speaker) {
    return line(session, "1:56 pm on 8 May, 2023", "id" + id++, speaker, "x") + "\n";
  }

  private static void assertMessage(
      String part, org.junit.jupiter.api.function.Executable reading) {
    TranscriptException e = assertThrows(TranscriptException.class, reading);
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  private static Transcript read(String lines) throws TranscriptException {
    return TranscriptReader.read(
        "t", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  private static String line(int session, String at, String id, String speaker, String text) {
    return "{\"session\":%d,\"date_time\":\"%s\",\"id\":\"%s\",\"speaker\":\"%s\",\"text\":\"%s\"}"
        .formatted(session, at, id, speaker, text);
  }
}
