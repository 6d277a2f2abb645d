package dev.kora.memory.isokron.mcp.client;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** HTTP, with a note of each exchange's deadline. */
final class DeadlineSpy implements Transport {
  final List<Deadline> deadlines = new CopyOnWriteArrayList<>();

  private final Transport http;

  DeadlineSpy(String address) {
    http = new HttpTransport(new HttpEndpoint(URI.create(address)), null);
  }

  @Override
  public void listen(Consumer<byte[]> receiver) {
    http.listen(receiver);
  }

  @Override
  public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
    deadlines.add(deadline);
    return http.exchange(message, awaited, deadline);
  }

  @Override
  public void post(Outbound message) {
    http.post(message);
  }

  @Override
  public boolean hasStreamPerExchange() {
    return http.hasStreamPerExchange();
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    http.endSession(headers, deadline);
  }

  @Override
  public void close() {
    http.close();
  }
}
