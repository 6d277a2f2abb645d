package dev.kora.memory.sea.tls;

import dev.kora.memory.sea.SeaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a PKCS#8 key. Nothing of the file's content is ever in a message. */
final class PrivateKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private PrivateKeyPem() {}

  static PrivateKey read(Path file, byte[] pem) {
    Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new SeaException("there is no private key in PEM form in " + file);
    }
    if (!block.group(1).equals("PRIVATE KEY")) {
      throw new SeaException(
          "the key in "
              + file
              + " is \""
              + block.group(1)
              + "\", not unencrypted PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt");
    }
    PrivateKey key = null;
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      for (String algorithm : List.of("RSA", "EC")) {
        key = key == null ? decode(algorithm, der) : key;
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw broken(file);
    }
    if (key == null) {
      throw broken(file);
    }
    return key;
  }

  private static @Nullable PrivateKey decode(String algorithm, byte[] der)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private static SeaException broken(Path file) {
    return new SeaException("the key in " + file + " is damaged, or neither RSA nor EC");
  }
}
