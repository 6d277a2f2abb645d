package dev.kora.memory.sea.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Reads a body, of which neither the size nor the time is the client's to choose. */
final class RequestBody {
  /**
   * Of a body that is too large this many times the limit is read, and thrown away: a client that
   * still sends when the connection closes gets no answer, and would try again.
   */
  private static final int DISCARDED = 4;

  private RequestBody() {}

  /** The request is to be answered with this status, and its connection closed. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  static byte[] read(HttpServletRequest request, int most, Duration patience) throws IOException {
    long readable = (long) DISCARDED * most;
    if (request.getContentLengthLong() > readable) {
      throw tooLarge(most);
    }
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    long size = 0;
    InputStream in = request.getInputStream();
    for (int read = next(in, buffer); read >= 0; read = next(in, buffer)) {
      size += read;
      if (size <= most) {
        body.write(buffer, 0, read);
      } else if (size > readable) {
        throw tooLarge(most);
      }
      // The connection's idle time-out does not end a body that comes byte by byte.
      if (System.nanoTime() - start > patience.toNanos()) {
        throw tooSlow();
      }
    }
    if (size > most) {
      throw tooLarge(most);
    }
    return body.toByteArray();
  }

  private static int next(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private static Refused tooLarge(int most) {
    return new Refused(413, "the message is larger than " + most + " bytes");
  }

  private static Refused tooSlow() {
    return new Refused(408, "the message came too slowly");
  }
}
