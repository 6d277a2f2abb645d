package dev.kora.memory.example.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a pipe or a file: UTF-8, no prompts, nothing echoed. */
final class PlainLines implements Lines {
  private final BufferedReader reader;

  PlainLines(InputStream in) {
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String next(String prompt) throws IOException {
    return reader.readLine();
  }

  /** Leaves the stream open: it is the process's. */
  @Override
  public void close() {}
}
