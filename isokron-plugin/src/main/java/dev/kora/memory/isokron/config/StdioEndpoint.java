package dev.kora.memory.isokron.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A server that runs as a child process. Written {@code stdio://PROGRAM ARGUMENTS} in the quoting
 * of POSIX shells; no shell runs it, so variables and patterns are not expanded.
 *
 * @param command the program and its arguments, which may hold keys
 */
public record StdioEndpoint(List<String> command) implements McpEndpoint {
  private static final String SCHEME = "stdio://";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=");

  public StdioEndpoint {
    command = List.copyOf(command);
    if (command.isEmpty()
        || command.get(0).isEmpty()
        || command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("not a command");
    }
  }

  static boolean isOne(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  static StdioEndpoint parse(String text) throws SettingException {
    StdioEndpoint endpoint = new StdioEndpoint(CommandLine.parse(text.substring(SCHEME.length())));
    // A shell's way to set a variable: no program, and perhaps a secret that messages would show.
    if (VARIABLE.matcher(endpoint.program()).lookingAt()) {
      throw new SettingException("begins with a variable; write stdio://env NAME=VALUE PROGRAM");
    }
    return endpoint;
  }

  /** The program as it was written: a name to be found, or a path. */
  public String program() {
    return command.get(0);
  }

  /** As promised: what it is sent stays on this machine. */
  @Override
  public boolean maySendCredentials() {
    return true;
  }

  /** As promised; arguments may hold a key, so only a hash of the command is part of the name. */
  @Override
  public String target() {
    String name = program().substring(program().replace('\\', '/').lastIndexOf('/') + 1);
    // No word holds a NUL: two commands never give the same text.
    String whole = String.join("\0", command);
    return "stdio:" + name + "?" + DigestUtils.sha256Hex(whole).substring(0, 16);
  }

  @Override
  public String toString() {
    int arguments = command.size() - 1;
    return "stdio://" + program() + " (" + arguments + " argument" + (arguments == 1 ? ")" : "s)");
  }
}
