package dev.kora.memory.sea.http;

import dev.kora.memory.sea.tls.TlsFiles;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** What is spoken on the port: HTTP/1.1, over TLS 1.2 or later if there is a certificate. */
final class Protocols {
  private Protocols() {}

  static ConnectionFactory[] of(@Nullable TlsFiles tls) {
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(config);
    if (tls == null) {
      return new ConnectionFactory[] {http};
    }
    // Whether the certificate is for the name that was asked for is the client's to judge.
    config.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(tls.load());
    context.setKeyStorePassword("");
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return new ConnectionFactory[] {new SslConnectionFactory(context, http.getProtocol()), http};
  }
}
