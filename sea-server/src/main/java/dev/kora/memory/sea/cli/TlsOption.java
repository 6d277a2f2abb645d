package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.tls.TlsFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Both or neither. */
final class TlsOption {
  @Option(
      names = "--tls-cert",
      required = true,
      paramLabel = "F",
      description = "Serve HTTPS with this certificate: PEM, with its issuers' after it.")
  private Path certificate = Path.of("");

  @Option(
      names = "--tls-key",
      required = true,
      paramLabel = "F",
      description = "The certificate's key: PEM, PKCS#8, RSA or EC, not encrypted.")
  private Path key = Path.of("");

  TlsFiles files() {
    return new TlsFiles(certificate, key);
  }
}
