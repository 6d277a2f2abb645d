package dev.kora.memory.isokron.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the substrate's Postgres listens.
 *
 * @param hosts one or more hosts, tried in order
 * @param database the database
 * @param user the role, or null for the driver's default
 * @param password the password, or null
 * @param options driver properties by their names in the JDBC driver
 */
public record SubstrateAddress(
    List<HostPort> hosts,
    String database,
    @Nullable String user,
    @Nullable Secret password,
    Map<String, String> options) {
  public SubstrateAddress {
    hosts = List.copyOf(hosts);
    options = Map.copyOf(options);
  }

  /**
   * One host.
   *
   * @param host a name or address; IPv6 in brackets
   * @param port 1 to 65535
   */
  public record HostPort(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** The address as a message may show it: hosts and database, no user, no password. */
  public String display() {
    return String.join(",", hosts.stream().map(HostPort::toString).toList()) + "/" + database;
  }

  @Override
  public String toString() {
    return "postgres://" + display();
  }
}
