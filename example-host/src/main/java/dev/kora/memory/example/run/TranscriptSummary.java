package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Table;
import dev.kora.memory.spi.FlushResult;

/**
 * What playing a transcript came to.
 *
 * @param provider the name of the memory provider
 * @param sessions conversations played
 * @param utterances lines played
 * @param turns turns played: the user's lines and the assistant's that follow
 * @param turnsWithRecall turns for which memory recalled something
 * @param delivered writes that were confirmed
 * @param failed writes that were given up or set aside
 * @param left what is still to be delivered
 */
public record TranscriptSummary(
    String provider,
    int sessions,
    int utterances,
    int turns,
    int turnsWithRecall,
    long delivered,
    long failed,
    FlushResult left) {
  /** Whether every write was confirmed. */
  public boolean complete() {
    return failed == 0 && left.complete();
  }

  /** The summary for a person. */
  public Table table() {
    return new Table()
        .row("memory", provider)
        .row("sessions played", Integer.toString(sessions))
        .row("lines played", Integer.toString(utterances))
        .row("turns played", Integer.toString(turns))
        .row("turns with recall", Integer.toString(turnsWithRecall))
        .row("writes delivered", Long.toString(delivered))
        .row("writes waiting", Long.toString(left.undelivered()))
        .row("writes failed", Long.toString(failed));
  }
}
