package dev.kora.memory.sea.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Reads a body, of which neither the size nor the time is the client's to choose. */
final class RequestBody {
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
    if (request.getContentLengthLong() > most) {
      throw tooLarge(most);
    }
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    InputStream in = request.getInputStream();
    for (int read = next(in, buffer); read >= 0; read = next(in, buffer)) {
      body.write(buffer, 0, read);
      if (body.size() > most) {
        throw tooLarge(most);
      }
      // The connection's idle time-out does not end a body that comes byte by byte.
      if (System.nanoTime() - start > patience.toNanos()) {
        throw tooSlow();
      }
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
