import dev.kora.memory.isokron.shaded.com.fasterxml.jackson.core.JsonFactory;
import dev.kora.memory.isokron.shaded.com.fasterxml.jackson.core.ObjectCodec;
import dev.kora.memory.isokron.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.isokron.shaded.org.apache.logging.log4j.message.ThreadDumpMessage;
import dev.kora.memory.isokron.shaded.org.apache.logging.log4j.spi.Provider;
import dev.kora.memory.isokron.shaded.org.apache.logging.log4j.util.EnvironmentPropertySource;
import dev.kora.memory.isokron.shaded.org.apache.logging.log4j.util.PropertySource;
import dev.kora.memory.isokron.shaded.org.apache.logging.log4j.util.SystemPropertiesPropertySource;
import dev.kora.memory.isokron.shaded.org.postgresql.shaded.com.ongres.stringprep.Profile;
import dev.kora.memory.isokron.shaded.org.slf4j.spi.SLF4JServiceProvider;

/**
 * The drop-in jar's descriptor. It names relocated classes, so it is compiled when the jar has been
 * packed, and put into it. It exports nothing: whoever needs the provider asks for the service.
 */
module dev.kora.memory.isokron {
  requires dev.kora.memory.spi;
  requires java.logging;
  requires java.management;
  requires java.naming;
  requires java.net.http;
  requires java.security.jgss;
  requires java.sql;
  // For annotations of beans, where it is there.
  requires static java.desktop;

  provides dev.kora.memory.spi.MemoryProviderPlugin with
      dev.kora.memory.isokron.provider.IsokronPlugin;

  // In a module, service files count for nothing: what the libraries' own say.
  uses JsonFactory;
  uses ObjectCodec;
  uses Profile;
  uses PropertySource;
  uses Provider;
  uses SLF4JServiceProvider;
  uses ThreadDumpMessage.ThreadInfoFactory;

  provides JsonFactory with
      JsonFactory;
  provides ObjectCodec with
      ObjectMapper;
  provides PropertySource with
      EnvironmentPropertySource,
      SystemPropertiesPropertySource;
  provides Provider with
      dev.kora.memory.isokron.logging.SystemLogProvider;
  provides SLF4JServiceProvider with
      dev.kora.memory.isokron.logging.Slf4jProvider;
}
