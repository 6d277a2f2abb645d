package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import dev.kora.memory.isokron.json.OneLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether the names of a server are known and somebody listens there. */
final class NetworkChecks {
  static final Duration LIMIT = Duration.ofSeconds(10);
  static final int CONNECT_MILLIS = 4_000;

  private final Round round;
  private final String group;
  private final String setting;

  /** Makes the checks of a group; {@code setting} is where the address comes from. */
  NetworkChecks(Round round, String group, String setting) {
    this.round = round;
    this.group = group;
    this.setting = setting;
  }

  /** Checks; one of several hosts is enough. */
  void run(List<HostPort> hosts) {
    round.check(group + ".dns", LIMIT, () -> dns(hosts));
    round.check(group + ".connect", LIMIT, () -> connect(hosts), group + ".dns");
  }

  private Finding dns(List<HostPort> hosts) {
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (HostPort host : hosts) {
      try {
        InetAddress[] addresses = InetAddress.getAllByName(host.host());
        String all =
            String.join(
                ", ", Arrays.stream(addresses).limit(4).map(InetAddress::getHostAddress).toList());
        known.add(all.equals(host.host()) ? all : host.host() + " is " + all);
      } catch (UnknownHostException e) {
        unknown.add(host.host());
      }
    }
    String advice = "see the name in " + setting + ", and this machine's DNS";
    if (known.isEmpty()) {
      return Finding.fail("no such host: " + String.join(", ", unknown), advice);
    }
    return unknown.isEmpty()
        ? Finding.ok(String.join("; ", known))
        : Finding.warn(
            String.join("; ", known) + "; no such host: " + String.join(", ", unknown), advice);
  }

  private Finding connect(List<HostPort> hosts) {
    List<String> open = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    for (HostPort host : hosts) {
      long start = System.nanoTime();
      try {
        open(host).close();
        open.add(host + " in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
      } catch (SocketTimeoutException e) {
        closed.add(host + " does not answer");
      } catch (IOException e) {
        closed.add(host + ": " + OneLine.of(e.getMessage()));
      }
    }
    String advice = "see whether it runs, the port in " + setting + ", and firewalls between";
    if (open.isEmpty()) {
      return Finding.fail(String.join("; ", closed), advice);
    }
    return closed.isEmpty()
        ? Finding.ok(String.join("; ", open))
        : Finding.warn(String.join("; ", open) + "; " + String.join("; ", closed), advice);
  }

  /** Connects within {@link #CONNECT_MILLIS}. */
  static Socket open(HostPort host) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host.host(), host.port()), CONNECT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
