package dev.kora.memory.sea.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.TestSea;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TlsFilesTest {
  @TempDir static Path folder;
  private static TlsFiles rsa = new TlsFiles(Path.of(""), Path.of(""));
  private static TlsFiles ec = rsa;

  @BeforeAll
  static void make() throws Exception {
    rsa = TestCertificate.make(folder, "RSA");
    ec = TestCertificate.make(folder, "EC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aClientThatTrustsTheCertificateIsServedOverTls(String algorithm) throws Exception {
    TlsFiles files = algorithm.equals("RSA") ? rsa : ec;
    SSLContext trusting = trusting(files.load());
    try (SeaServer server =
        SeaServer.start(
            SeaOptions.builder().dsn(TestSea.shared().admin().uri()).tls(files).build())) {
      assertEquals("https", server.mcpEndpoint().getScheme());
      HttpRequest health = HttpRequest.newBuilder(server.mcpEndpoint().resolve("/health")).build();
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(trusting)
              .build()
              .send(health, BodyHandlers.ofString());
      // "DOWN" where the database is slow to answer, and told over TLS as well.
      assertTrue(answer.body().startsWith("{\"status\":"), answer::body);
      assertTrue(answer.sslSession().orElseThrow().getProtocol().matches("TLSv1\\.[23]"));
      assertThrows(
          IOException.class,
          () -> HttpClient.newHttpClient().send(health, BodyHandlers.ofString()));
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = folder.resolve("none");
    assertProblem("none is not there", new TlsFiles(none, rsa.key()));
    assertProblem("none is not there", new TlsFiles(rsa.certificate(), none));
  }

  @Test
  void aFileOfAnotherKindIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertProblem("no valid X.509 certificate in PEM form", new TlsFiles(text, rsa.key()));
    assertProblem("no private key in PEM form", new TlsFiles(rsa.certificate(), text));
    assertProblem("no private key in PEM form", new TlsFiles(rsa.certificate(), rsa.certificate()));
    assertProblem("no valid X.509 certificate", new TlsFiles(rsa.key(), rsa.key()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void anotherFormOfKeyIsNamedWithTheWayOut(String type) throws Exception {
    Path key = folder.resolve("other.key");
    TestCertificate.write(key, type, new byte[] {1, 2, 3});
    assertProblem("openssl pkcs8 -topk8 -nocrypt", new TlsFiles(rsa.certificate(), key));
  }

  @Test
  void aDamagedKeyAndAnothersKeyAreNamed() throws Exception {
    Path damaged = folder.resolve("damaged.key");
    TestCertificate.write(damaged, "PRIVATE KEY", new byte[] {48, 3, 2, 1});
    assertProblem("damaged", new TlsFiles(rsa.certificate(), damaged));
    assertProblem("not that of the certificate", new TlsFiles(rsa.certificate(), ec.key()));
    TlsFiles other = TestCertificate.make(Files.createTempDirectory(folder, "other"), "RSA");
    assertProblem("not that of the certificate", new TlsFiles(rsa.certificate(), other.key()));
  }

  private static void assertProblem(String expected, TlsFiles files) {
    SeaException e = assertThrows(SeaException.class, files::load);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("MII"), message);
  }

  private static SSLContext trusting(KeyStore server) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("sea", server.getCertificate("sea"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
