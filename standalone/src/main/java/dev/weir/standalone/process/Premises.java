package dev.weir.standalone.process;

import dev.weir.standalone.config.LogSettings;
import dev.weir.standalone.config.Parts;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.echo.EchoConfig;
import java.nio.file.Path;

/**
 * The ports and folders that each part of a process needs. Each check throws a {@link
 * StartException} that says what is in the way and which setting changes it.
 */
public record Premises(WeirConfig config, DataDirectory data) {

  /** The broker and the registry, where they run inside. */
  public void checkLog() {
    LogSettings log = config.log();
    if (log.isEmbedded()) {
      Ports.requireFree(EchoConfig.LOOPBACK, log.kafkaPort(), "--kafka-port");
      Ports.requireFree(EchoConfig.LOOPBACK, log.registryPort(), "--registry-port");
    }
  }

  /** The proxy and the built-in provider beside it. */
  public void checkGateway() {
    var listeners = config.listeners();
    Ports.requireFree(listeners.host(), listeners.port(), "--port");
    Ports.requireFree(listeners.host(), listeners.adminPort(), "--admin-port");
    Ports.requireFree(EchoConfig.LOOPBACK, config.parts().echoPort(), "echo.port");
    if (config.parts().proxy().records()) {
      Folders.require(journal(), "proxy.journal");
    }
  }

  public void checkProcessors() {
    int adminPort = config.parts().processors().adminPort();
    Ports.requireFree(config.listeners().host(), adminPort, "processors.admin-port");
    Folders.require(state(), "processors.state");
  }

  public void checkSinks() {
    Parts.Sinks sinks = config.parts().sinks();
    Ports.requireFree(config.listeners().host(), sinks.adminPort(), "sinks.admin-port");
    Folders.require(archive(), "sinks.archive");
  }

  Path journal() {
    Parts.Proxy proxy = config.parts().proxy();
    return proxy.journal().orElseGet(() -> data.journal(proxy.id()));
  }

  Path state() {
    return config.parts().processors().state().orElseGet(data::processorState);
  }

  Path archive() {
    return config.parts().sinks().archive().orElseGet(data::archive);
  }
}
