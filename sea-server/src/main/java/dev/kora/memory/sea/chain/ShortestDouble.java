package dev.kora.memory.sea.chain;

import java.io.IOException;
import java.math.BigDecimal;
import org.erdtman.jcs.NumberToJSON;

/** The shortest decimal that reads back as the same double, as ECMAScript prints it. */
final class ShortestDouble {
  private ShortestDouble() {}

  static BigDecimal of(double value) {
    try {
      return new BigDecimal(NumberToJSON.serializeNumber(value));
    } catch (IOException e) {
      throw new UncanonicalJsonException("", "is no finite number");
    }
  }
}
