package dev.kora.memory.isokron.mcp.protocol;

import java.util.Set;

/** JSON-RPC error codes that this client acts on. */
public final class ErrorCodes {
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;

  /** 2026-07-28: headers and body disagree. */
  public static final int HEADER_MISMATCH = -32020;

  /** 2026-07-28: the client lacks a capability. */
  public static final int MISSING_CAPABILITY = -32021;

  /** 2026-07-28: the server does not speak the version of the request. */
  public static final int UNSUPPORTED_VERSION = -32022;

  private static final Set<Integer> STATELESS =
      Set.of(HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION);

  private ErrorCodes() {}

  /** Whether only servers of 2026-07-28 and later say so. */
  public static boolean isStateless(int code) {
    return STATELESS.contains(code);
  }

  /** Whether a server of 2026-07-28 refuses a single request so, with status 400 or 404. */
  public static boolean isOfOneRequest(int code) {
    return isStateless(code) || code == METHOD_NOT_FOUND || code == INVALID_PARAMS;
  }
}
