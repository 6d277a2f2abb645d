package dev.kora.memory.sea.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90d}, {@code 12h} or {@code 30m}. */
final class Lifetime implements ITypeConverter<Duration> {
  private static final Duration LONGEST = Duration.ofDays(3653);
  private static final Pattern FORMAT = Pattern.compile("([1-9][0-9]{0,8})([dhm])");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("\"" + text + "\" is not like 90d, 12h or 30m");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration lifetime =
        switch (matcher.group(2)) {
          case "d" -> Duration.ofDays(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofMinutes(count);
        };
    if (lifetime.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("\"" + text + "\" is longer than 10 years");
    }
    return lifetime;
  }
}
