package dev.kora.memory.isokron.mcp.stdio;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a JVM of its own that misbehaves on request: the name of the tool that is called says
 * how. Uses the JDK only, so that it starts fast.
 */
public final class ScriptedChild {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern REQUEST_ID = Pattern.compile("\"requestId\":(\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]*)\"");
  private static final Pattern TOOL = Pattern.compile("\"name\":\"([^\"]*)\"");

  private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
  private final List<String> held = new ArrayList<>();
  private final List<String> cancelled = new ArrayList<>();
  private String waitsForPong = "";

  private ScriptedChild() {}

  /** The command that starts one. */
  static List<String> command() {
    return java(ScriptedChild.class, ownClasses());
  }

  static List<String> java(Class<?> main, String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        main.getName());
  }

  private static String ownClasses() {
    try {
      return new File(
              ScriptedChild.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] args) throws IOException {
    ScriptedChild child = new ScriptedChild();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      child.take(line);
      child.out.flush();
    }
  }

  private void take(String line) {
    String id = first(ID, line);
    String method = first(METHOD, line);
    switch (method) {
      case "" -> {
        if (line.contains("\"id\":\"s1\"") && line.contains("\"result\":{}")) {
          answer(waitsForPong, "\"pong\"");
        }
      }
      case "initialize" ->
          result(
              id,
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}");
      case "notifications/cancelled" -> cancelled.add(first(REQUEST_ID, line));
      case "tools/call" -> call(first(TOOL, line), id, line);
      default -> {
        if (!id.isEmpty()) {
          result(id, "{}");
        }
      }
    }
  }

  private void call(String tool, String id, String line) {
    switch (tool) {
      case "echo" -> answer(id, line.replaceAll(".*\"text\":(\"[^\"]*\").*", "$1"));
      case "environment" -> answer(id, environment());
      case "cancelled" -> answer(id, "\"" + String.join(",", cancelled) + "\"");
      case "hold" -> held.add(0, id);
      case "release" -> {
        held.forEach(h -> answer(h, "\"" + h + "\""));
        answer(id, "\"released\"");
      }
      case "ask" -> {
        waitsForPong = id;
        out.println("{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"ping\"}");
      }
      case "chat" -> {
        out.println();
        out.println("   \r");
        out.println("listening with KORA_SERVICE_TOKEN=" + System.getenv("KORA_SERVICE_TOKEN"));
        for (int i = 0; i < 100; i++) {
          out.println("{ no json");
        }
        answer(id, "\"after all that\"");
      }
      case "long" -> {
        out.print("x".repeat(17 * 1024 * 1024));
        out.println();
      }
      case "complain" ->
          System.err.println("the disk is full, " + System.getenv("KORA_SERVICE_TOKEN"));
      case "exit" -> System.exit(3);
      default -> cancelled.add("unanswered " + id);
    }
  }

  private static String environment() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(System.getenv())
        .forEach((name, value) -> text.append(name).append('=').append(value.length()).append(' '));
    return "\"" + text.toString().replaceAll("[\"\\\\]", "?") + "\"";
  }

  private void answer(String id, String structured) {
    result(id, "{\"content\":[],\"structuredContent\":{\"text\":" + structured + "}}");
  }

  private void result(String id, String result) {
    out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
