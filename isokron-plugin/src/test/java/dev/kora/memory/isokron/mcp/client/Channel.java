package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport where one channel carries everything, as over stdio, and the test is the server. */
final class Channel implements Transport {
  final List<Outbound> sent = new ArrayList<>();
  final List<Outbound> posted = new CopyOnWriteArrayList<>();

  /** How each exchange ends at once; null for when its answer has come. */
  volatile @Nullable Exchange ending;

  /** How each exchange ends after its message has been dealt with; null as above. */
  volatile @Nullable Exchange afterwards;

  /** What the server does with a message, on the caller's thread. */
  volatile Consumer<JsonNode> behaviour = message -> {};

  /** The numbers of its processes, and which one lives. */
  volatile List<@Nullable String> sessions = new ArrayList<>();

  volatile int living;

  /** Which process lives once the next exchange is over; -1 for the same. */
  volatile int endsAfterThis = -1;

  private volatile Consumer<byte[]> receiver = bytes -> {};
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  void say(String message) {
    receiver.accept(message.getBytes(StandardCharsets.UTF_8));
  }

  void awaitSent(int count) throws InterruptedException {
    synchronized (sent) {
      while (sent.size() < count) {
        sent.wait();
      }
    }
  }

  String postedText(int index) {
    return new String(posted.get(index).message(), StandardCharsets.UTF_8);
  }

  List<String> methods() {
    return sent.stream().map(m -> parsed(m).path("method").asText()).toList();
  }

  static JsonNode parsed(Outbound message) {
    return ((ParsedJson.Value) StrictJson.parse(message.message())).node();
  }

  @Override
  public void listen(Consumer<byte[]> receiver) {
    this.receiver = receiver;
  }

  @Override
  public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
    synchronized (sent) {
      sent.add(message);
      sent.notifyAll();
    }
    Exchange now = ending;
    if (now != null) {
      return now;
    }
    String session = sessions.isEmpty() ? null : sessions.get(living);
    String named = message.headers().get(McpHeaders.SESSION);
    if (named != null && !named.equals(session)) {
      return new Exchange.Rejected(404, "another process", null, null);
    }
    behaviour.accept(parsed(message));
    Exchange then = afterwards;
    if (then != null) {
      return then;
    }
    try {
      CompletableFuture.anyOf(awaited.settled(), closed).get();
      living = endsAfterThis < 0 ? living : endsAfterThis;
      return new Exchange.Completed(session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exchange.Broken("interrupted", e);
    } catch (ExecutionException | CancellationException e) {
      return new Exchange.Broken("closed", e);
    }
  }

  @Override
  public void post(Outbound message) {
    posted.add(message);
  }

  @Override
  public boolean hasStreamPerExchange() {
    return false;
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    // A process has no session to end; closing its input is enough.
  }

  @Override
  public void close() {
    closed.complete(null);
  }
}
