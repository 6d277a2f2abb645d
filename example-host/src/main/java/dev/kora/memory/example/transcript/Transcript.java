package dev.kora.memory.example.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole transcript. The first speaker of the file is the user, everybody else the assistant.
 *
 * @param name what to call it in messages, usually the file's name
 * @param utterances every line, in the order of the file; at least one
 */
public record Transcript(String name, List<Utterance> utterances) {
  /** Copies the list and refuses an empty one. */
  public Transcript {
    utterances = List.copyOf(utterances);
    if (utterances.isEmpty()) {
      throw new IllegalArgumentException("a transcript has at least one line");
    }
  }

  /** The conversations in the order of the file, each as its turns. */
  public Map<Integer, List<Turn>> sessions() {
    Map<Integer, List<Utterance>> lines = new LinkedHashMap<>();
    for (Utterance utterance : utterances) {
      lines.computeIfAbsent(utterance.session(), number -> new ArrayList<>()).add(utterance);
    }
    Map<Integer, List<Turn>> sessions = new LinkedHashMap<>();
    lines.forEach((number, said) -> sessions.put(number, turns(said)));
    return sessions;
  }

  /** The last line that the user says; the first speaker is the user, so there is one. */
  public String lastUserText() {
    String text = "";
    for (Utterance line : utterances) {
      text = isUser(line) ? line.text() : text;
    }
    return text;
  }

  private List<Turn> turns(List<Utterance> lines) {
    List<Turn> turns = new ArrayList<>();
    List<Utterance> user = new ArrayList<>();
    List<Utterance> assistant = new ArrayList<>();
    for (Utterance line : lines) {
      boolean fromUser = isUser(line);
      if (fromUser && !assistant.isEmpty()) {
        turns.add(new Turn(user, assistant));
        user.clear();
        assistant.clear();
      }
      (fromUser ? user : assistant).add(line);
    }
    turns.add(new Turn(user, assistant));
    return turns;
  }

  private boolean isUser(Utterance line) {
    return line.speaker().equals(utterances.get(0).speaker());
  }
}
