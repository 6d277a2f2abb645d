package dev.kora.memory.sea.tls;

import dev.kora.memory.sea.SeaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server's certificate and key are.
 *
 * @param certificate a PEM file with the certificate, then those of its issuers
 * @param key a PEM file with the PKCS#8 key, RSA or EC
 */
public record TlsFiles(Path certificate, Path key) {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  /**
   * Reads both, into a key store with an empty password.
   *
   * @throws SeaException if one is missing or wrong, or the key is not the certificate's
   */
  public KeyStore load() {
    Certificate[] chain = chain();
    PrivateKey privateKey = PrivateKeyPem.read(key, read(key));
    warnOfReaders();
    if (!KeyPairCheck.fits(privateKey, chain[0].getPublicKey())) {
      throw new SeaException(
          "the key in " + key + " is not that of the certificate in " + certificate);
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("sea", privateKey, new char[0], chain);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new SeaException("cannot use the certificate in " + certificate + " (" + e + ")", e);
    }
  }

  private Certificate[] chain() {
    byte[] pem = read(certificate);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (found.isEmpty()) {
        throw new CertificateException("it holds none");
      }
      Certificate[] chain = found.toArray(new Certificate[0]);
      ((X509Certificate) chain[0]).checkValidity();
      return chain;
    } catch (CertificateException e) {
      throw new SeaException(
          "there is no valid X.509 certificate in PEM form in "
              + certificate
              + " ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read" : "is not there";
      throw new SeaException("the file " + file + " " + why, e);
    }
  }

  private void warnOfReaders() {
    try {
      if (Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
        LOG.warn("the key in {} can be read by others: chmod 600 it", key);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("cannot tell who may read {}", key, e);
    }
  }
}
