package dev.kora.memory.isokron.mcp.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own. Prints its port; says its argument to the first who asks it,
 * prints "answered", and then says nothing more until its standard input ends.
 */
final class SilentServer {
  private SilentServer() {}

  public static void main(String[] args) throws IOException {
    Thread answering = new Thread(() -> answerOnce(args[0]));
    answering.setDaemon(true);
    answering.start();
    // Whoever started this holds the other end, and lets it go at the latest when it ends itself.
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void answerOnce(String answer) {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println(listener.getLocalPort());
      try (Socket socket = listener.accept()) {
        byte[] request = new byte[1 << 16];
        StringBuilder asked = new StringBuilder();
        while (asked.indexOf("{\"call\":1}") < 0) {
          int length = socket.getInputStream().read(request);
          asked.append(new String(request, 0, length, StandardCharsets.US_ASCII));
        }
        OutputStream out = socket.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        System.out.println("answered");
        Thread.currentThread().join(); // until the process ends
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
