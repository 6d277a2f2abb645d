package dev.kora.memory.example.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kora.memory.example.console.Table;
import java.util.Locale;

/**
 * What the demonstration did, counted.
 *
 * @param provider the name of the memory provider
 * @param sessions conversations played
 * @param utterances lines of the transcript played
 * @param turns turns played: the user's lines and the assistant's that follow
 * @param eventsAppended {@code kora.*} events of this run that were delivered
 * @param eventsInChain all events in the workspace's chain
 * @param chainIntact whether the verification found every hash and link in order
 * @param head the hash of the chain's last event, 64 hex digits
 * @param seconds how long it took
 */
@JsonPropertyOrder({
  "provider",
  "sessions",
  "utterances",
  "turns",
  "events_appended",
  "events_in_chain",
  "chain_intact",
  "head",
  "seconds"
})
public record DemoReport(
    String provider,
    int sessions,
    int utterances,
    int turns,
    @JsonProperty("events_appended") int eventsAppended,
    @JsonProperty("events_in_chain") long eventsInChain,
    @JsonProperty("chain_intact") boolean chainIntact,
    String head,
    double seconds) {
  /** The report for a person. */
  public Table table() {
    return new Table()
        .row("turns played", Integer.toString(turns))
        .row("events appended", Integer.toString(eventsAppended))
        .row("events in the chain", Long.toString(eventsInChain))
        .row("chain intact", chainIntact ? "yes" : "no")
        .row("head hash", head)
        .row("time", String.format(Locale.ROOT, "%.1f s", seconds));
  }
}
