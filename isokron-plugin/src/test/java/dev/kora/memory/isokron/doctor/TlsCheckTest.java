package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own for "localhost" that ends in two days. */
@Timeout(120)
class TlsCheckTest {
  private static final String PASSWORD = "changeit";
  @TempDir Path folder;

  @Test
  void aCertificateMustBeTrustedAndOfThatNameAndNotEndSoon() throws Exception {
    SSLContext own = contextOfANewCertificate();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(own));
    server.start();
    try {
      int port = server.getAddress().getPort();
      Finding untrusted = TlsCheck.of(new HostPort("localhost", port));
      assertEquals(Check.State.FAIL, untrusted.state());
      assertTrue(untrusted.detail().startsWith("this JVM does not trust"), untrusted.detail());
      assertTrue(untrusted.advice().contains("-Djavax.net.ssl.trustStore"), untrusted.advice());
      Finding soon = TlsCheck.of(new HostPort("localhost", port), own.getSocketFactory());
      assertEquals(Check.State.WARN, soon.state());
      assertTrue(soon.detail().startsWith("TLSv1.3, certificate valid until 20"), soon.detail());
      Finding name = TlsCheck.of(new HostPort("127.0.0.1", port), own.getSocketFactory());
      assertEquals(Check.State.FAIL, name.state());
    } finally {
      server.stop(0);
    }
  }

  /** A context that has the new certificate and trusts it. */
  private SSLContext contextOfANewCertificate() throws Exception {
    Path file = folder.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias server -keyalg EC -dname CN=localhost"
                        + " -ext san=dns:localhost -validity 2 -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + file)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    made.getInputStream().readAllBytes();
    assertEquals(0, made.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
