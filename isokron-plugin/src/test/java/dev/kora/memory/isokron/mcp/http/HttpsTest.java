package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rule 20: over https only to a server whose certificate this JVM trusts. */
@Timeout(120)
class HttpsTest {
  private static final String PASSWORD = "changeit";

  private final AtomicInteger asked = new AtomicInteger();
  private final Secret token = new Secret("canary-token");
  @TempDir Path folder;
  private HttpsServer server;
  private SSLContext ofServer;

  @BeforeEach
  void start() throws Exception {
    ofServer = contextOfANewCertificate();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(ofServer));
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] answer = "{\"answer\":1}".getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A certificate of its own for "localhost", with a context that has it and trusts it. */
  private SSLContext contextOfANewCertificate() throws Exception {
    Path file = folder.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias server -keyalg EC -dname CN=localhost"
                        + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2"
                        + " -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + file)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, made.waitFor(), said);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private Exchange call() {
    URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
    try (HttpTransport transport = new HttpTransport(new HttpEndpoint(uri), token)) {
      return Exchanges.call(transport);
    }
  }

  @Test
  void rule20AServerThatIsNotTrustedIsToldNothing() {
    Exchange how = call();
    assertInstanceOf(Exchange.NotSent.class, how);
    assertTrue(how.toString().contains("this JVM does not trust its certificate ("), how::toString);
    assertEquals(0, asked.get());
  }

  @Test
  void rule20AServerThatIsTrustedAnswers() throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(ofServer);
    try {
      System.gc(); // so that no client is used that was made before
      assertInstanceOf(Exchange.Completed.class, call());
      assertEquals(1, asked.get());
    } finally {
      SSLContext.setDefault(before);
      System.gc();
    }
  }
}
