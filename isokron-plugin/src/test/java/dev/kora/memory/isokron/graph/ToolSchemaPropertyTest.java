package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The schema that a model is shown accepts exactly the calls that the tools accept. */
class ToolSchemaPropertyTest {
  private static final Map<String, Schema> SCHEMAS =
      SomeTools.SPECS.stream()
          .collect(
              Collectors.toMap(
                  ToolSpec::name,
                  spec ->
                      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                          .getSchema(spec.schemaJson())));

  @Provide
  Arbitrary<ToolSpec> specs() {
    return Arbitraries.of(SomeTools.SPECS);
  }

  @Property(tries = 300)
  void theSchemaAndTheCheckAcceptTheSame(@ForAll("specs") ToolSpec spec, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Schema schema = Objects.requireNonNull(SCHEMAS.get(spec.name()));
    for (ArgumentMutation mutation : ArgumentMutation.values()) {
      ObjectNode valid = SomeCalls.fitting(spec, random);
      Argument argument = spec.arguments().get(random.nextInt(spec.arguments().size()));
      ObjectNode call = mutation.apply(valid, argument, random);

      boolean fits = spec.check(StrictJson.write(call)) instanceof ToolSpec.Checked.Fitting;

      assertEquals(
          schema.validate(call).isEmpty(),
          fits,
          () -> mutation + " " + spec.name() + " " + argument.name() + " " + call);
      assertTrue(fits || mutation != ArgumentMutation.NONE, call::toString);
      Statistics.label("fits after the mutation").collect(mutation, fits);
    }
  }
}
