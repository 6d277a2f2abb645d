package dev.kora.memory.sea;

import dev.kora.memory.sea.schema.Policies;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to start a {@link SeaServer}. At most one of {@code dataDir} and {@code dsn} may be given.
 *
 * @param host the address to listen on, {@code 127.0.0.1} by default
 * @param port the HTTP port; 0 takes a free one
 * @param stateless whether the server keeps no sessions, so that any of several may answer
 * @param tls the certificate and key to serve HTTPS with; null for HTTP
 * @param dataDir where the embedded Postgres keeps its data; null for a temporary folder that is
 *     removed on close
 * @param dsn a {@code postgres://user:password@host:port/database} URI of another Postgres (14 or
 *     later); null for the embedded one
 * @param workspaceId the workspace that is created if missing, and that the server's credentials
 *     are for
 * @param policies policy path to JSON value, where a workspace that is created shall differ from
 *     the seeds; a workspace that is there keeps its own
 */
public record SeaOptions(
    String host,
    int port,
    boolean stateless,
    @Nullable TlsFiles tls,
    @Nullable Path dataDir,
    @Nullable String dsn,
    String workspaceId,
    Map<String, String> policies) {

  /** The workspace of a server that was told none. */
  public static final String DEFAULT_WORKSPACE = "org_local";

  /**
   * Checks the values.
   *
   * @throws SeaException if they cannot be meant
   */
  public SeaOptions {
    if (dataDir != null && dsn != null) {
      throw new SeaException("give either a data folder or a DSN, not both");
    }
    if (port < 0 || port > 65535) {
      throw new SeaException("port " + port + " is not between 0 and 65535");
    }
    Workspaces.checkId(workspaceId);
    policies = Map.copyOf(policies);
    Policies.check(policies);
  }

  /** Names where the data is, never the DSN's password. */
  @Override
  public String toString() {
    String where = dsn != null ? "dsn" : dataDir != null ? dataDir.toString() : "temporary folder";
    return "SeaOptions[" + host + ":" + port + ", " + where + ", " + workspaceId + "]";
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder: loopback, free port, temporary folder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds options. Not for use by several threads. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private boolean stateless;
    private @Nullable TlsFiles tls;
    private @Nullable Path dataDir;
    private @Nullable String dsn;
    private String workspaceId = DEFAULT_WORKSPACE;
    private Map<String, String> policies = Map.of();

    private Builder() {}

    /**
     * Sets the address to listen on.
     *
     * @param value a host name or address
     * @return this
     */
    public Builder host(String value) {
      host = value;
      return this;
    }

    /**
     * Sets the HTTP port.
     *
     * @param value 0 for a free one
     * @return this
     */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * Sets whether to do without sessions.
     *
     * @param value true for a server of several behind a balancer
     * @return this
     */
    public Builder stateless(boolean value) {
      stateless = value;
      return this;
    }

    /**
     * Sets what to serve HTTPS with.
     *
     * @param value null for HTTP
     * @return this
     */
    public Builder tls(@Nullable TlsFiles value) {
      tls = value;
      return this;
    }

    /**
     * Sets the embedded Postgres' folder.
     *
     * @param value null for a temporary one
     * @return this
     */
    public Builder dataDir(@Nullable Path value) {
      dataDir = value;
      return this;
    }

    /**
     * Sets another Postgres to use.
     *
     * @param value null for the embedded one
     * @return this
     */
    public Builder dsn(@Nullable String value) {
      dsn = value;
      return this;
    }

    /**
     * Sets the workspace.
     *
     * @param value its id
     * @return this
     */
    public Builder workspaceId(String value) {
      workspaceId = value;
      return this;
    }

    /**
     * Sets the policies of a new workspace.
     *
     * @param value policy path to JSON value
     * @return this
     */
    public Builder policies(Map<String, String> value) {
      policies = value;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws SeaException if the values cannot be meant
     */
    public SeaOptions build() {
      return new SeaOptions(host, port, stateless, tls, dataDir, dsn, workspaceId, policies);
    }
  }
}
