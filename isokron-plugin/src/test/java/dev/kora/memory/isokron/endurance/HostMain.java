package dev.kora.memory.isokron.endurance;

import dev.kora.memory.isokron.provider.WiredHost;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A host of the plugin in a process of its own: settings as arguments, then a command a line. */
final class HostMain {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private HostMain() {}

  public static void main(String[] args) throws Exception {
    System.setOut(System.err); // the log goes there; ours is what the test reads
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(commands), "commands");
    reader.setDaemon(true);
    reader.start();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> say("threw " + e));
    Map<String, String> settings = new HashMap<>();
    for (String arg : args) {
      settings.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    WiredHost host =
        WiredHost.open(settings, Path.of(settings.get("outbox_dir")).resolveSibling("data"));
    say("ready " + host.outbox().counters().queued());
    Emissions emissions = new Emissions(host.emitter());
    for (String command = commands.take(); !command.equals("return"); command = commands.take()) {
      obey(command.split(" ", 2), host, emissions);
    }
  }

  /** Nobody is there any more who could want something: this process must not stay behind. */
  private static void read(BlockingQueue<String> commands) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      say("threw " + e);
    }
    Runtime.getRuntime().halt(3);
  }

  private static void obey(String[] command, WiredHost host, Emissions emissions)
      throws IOException, InterruptedException {
    String rest = command.length > 1 ? command[1] : "";
    String[] words = rest.split(" ", -1);
    switch (command[0]) {
      case "run" -> { // seed, number, streams
        for (int i = 2; i < words.length; i++) {
          String stream = words[i];
          Random chance = new Random(Long.parseLong(words[0]) + i);
          long from = Long.parseLong(words[1]);
          new Thread(() -> emissions.forever(stream, from, chance), "stream " + stream).start();
        }
      }
      case "emit" -> { // stream, number, how many, how long
        emissions.some(words[0], Long.parseLong(words[1]), number(words[2]), number(words[3]));
        say("emitted");
      }
      case "interrupted" -> { // stream, number, how many
        emissions.interrupted(words[0], Long.parseLong(words[1]), number(words[2]));
        say("emitted");
      }
      case "flush" -> {
        long left = host.outbox().flush(null, Duration.ofSeconds(number(rest)));
        say("left " + left + host.outbox().trouble().map(t -> ": " + t).orElse(""));
      }
      case "memory" -> say("memory " + host.outbox().memoryOnly().orElse(""));
      case "shell" -> { // in this process's own mount namespace
        Process shell = new ProcessBuilder("sh", "-c", rest).redirectErrorStream(true).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        say("shell " + shell.waitFor() + " " + said.replace('\n', ' '));
      }
      case "close" -> {
        host.close();
        say("closed");
      }
      case "exit" -> System.exit(0);
      default -> throw new IllegalArgumentException(command[0]);
    }
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  /** One write a line, so that one who is killed has said it or not. */
  static synchronized void say(String line) {
    try {
      OUT.write((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
