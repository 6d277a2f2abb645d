package dev.kora.memory.sea;

/**
 * What a client needs to reach the server and its database. All three are secrets.
 *
 * @param readerDsn a role that reads its own workspace's rows and writes nothing
 * @param adminDsn the owner of the database
 * @param token the bearer token of the workspace's {@code kora} actor
 */
public record SeaCredentials(String readerDsn, String adminDsn, String token) {
  /** Shows no secret. */
  @Override
  public String toString() {
    return "SeaCredentials[readerDsn=***, adminDsn=***, token=***]";
  }
}
