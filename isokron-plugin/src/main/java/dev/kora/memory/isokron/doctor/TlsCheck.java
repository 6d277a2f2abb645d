package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import dev.kora.memory.isokron.json.OneLine;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A TLS handshake as the HTTP client makes it: this JVM's trust, and the name in the address. */
final class TlsCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private TlsCheck() {}

  static Finding of(HostPort host) {
    return of(host, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  static Finding of(HostPort host, SSLSocketFactory factory) {
    try (Socket plain = NetworkChecks.open(host);
        SSLSocket socket =
            (SSLSocket) factory.createSocket(plain, host.host(), host.port(), true)) {
      socket.setSoTimeout(NetworkChecks.CONNECT_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return met(socket.getSession());
    } catch (IOException e) {
      return refused(e);
    }
  }

  private static Finding met(SSLSession session) throws SSLException {
    Certificate certificate = session.getPeerCertificates()[0];
    if (!(certificate instanceof X509Certificate x509)) {
      return Finding.ok(session.getProtocol());
    }
    Instant end = x509.getNotAfter().toInstant();
    String detail =
        session.getProtocol() + ", certificate valid until " + end.truncatedTo(ChronoUnit.DAYS);
    return Instant.now().plus(SOON).isAfter(end)
        ? Finding.warn(detail, "renew the server's certificate")
        : Finding.ok(detail);
  }

  private static Finding refused(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return Finding.fail(
            "this JVM does not trust the certificate (" + OneLine.of(cause.getMessage()) + ")",
            "for an authority of your own start the host, and this, with"
                + " -Djavax.net.ssl.trustStore=FILE; the name in mcp_endpoint must be the"
                + " certificate's");
      }
    }
    return Finding.fail(
        "no TLS (" + OneLine.of(e.getMessage()) + ")",
        "see whether the server speaks https:// on this port");
  }
}
