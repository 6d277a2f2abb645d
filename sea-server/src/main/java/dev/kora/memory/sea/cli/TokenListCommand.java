package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.store.ServiceToken;
import dev.kora.memory.sea.store.ServiceTokens;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is known of the tokens, which is not the tokens themselves. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Lists the tokens of all workspaces. Those marked \"server\" belong to a running server"
            + " and expire with it.")
final class TokenListCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @ArgGroup(multiplicity = "1")
  private DatabaseOption database = new DatabaseOption();

  @Override
  public void run() {
    PrintWriter out = requireNonNull(spec, "picocli sets it").commandLine().getOut();
    List<ServiceToken> all =
        database.withSchema((opened, owner) -> new ServiceTokens(owner).list());
    if (json) {
      out.println(toJson(all));
      return;
    }
    TextTable table =
        new TextTable("ID", "WORKSPACE", "ACTOR", "CREATED", "EXPIRES", "STATE", "OF");
    for (ServiceToken token : all) {
      table.row(
          token.id().toString(),
          token.workspaceId(),
          token.actorKind(),
          Times.toText(token.createdAt()),
          Times.toText(token.expiresAt()),
          state(token),
          holder(token));
    }
    table.lines().forEach(out::println);
  }

  private static ObjectNode toJson(List<ServiceToken> all) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode list = root.putArray("tokens");
    for (ServiceToken token : all) {
      Instant expires = token.expiresAt();
      list.addObject()
          .put("id", token.id().toString())
          .put("workspace", token.workspaceId())
          .put("actor", token.actorKind())
          .put("created_at", token.createdAt().toString())
          .put("expires_at", expires == null ? null : expires.toString())
          .put("state", state(token))
          .put("of", holder(token));
    }
    return root;
  }

  private static String state(ServiceToken token) {
    return token.state().name().toLowerCase(Locale.ROOT);
  }

  private static String holder(ServiceToken token) {
    return token.ofServer() ? "server" : "client";
  }
}
