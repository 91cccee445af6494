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
public final class Premises {

  private final WeirConfig config;
  private final DataDirectory data;
  private final Ports ports = new Ports();

  Premises(WeirConfig config, DataDirectory data) {
    this.config = config;
    this.data = data;
  }

  /** The broker and the registry, where they run inside. */
  public void checkLog() {
    LogSettings log = config.log();
    if (log.isEmbedded()) {
      ports.claim(EchoConfig.LOOPBACK, log.kafkaPort(), "--kafka-port");
      ports.claim(EchoConfig.LOOPBACK, log.registryPort(), "--registry-port");
    }
  }

  /** The proxy and the built-in provider beside it. */
  public void checkGateway() {
    var listeners = config.listeners();
    ports.claim(listeners.host(), listeners.port(), "--port");
    ports.claim(listeners.host(), listeners.adminPort(), "--admin-port");
    ports.claim(EchoConfig.LOOPBACK, config.parts().echoPort(), "echo.port");
    if (config.parts().proxy().records()) {
      Folders.require(journal(), "proxy.journal");
    }
  }

  public void checkProcessors() {
    int adminPort = config.parts().processors().adminPort();
    ports.claim(config.listeners().host(), adminPort, "processors.admin-port");
    Folders.require(state(), "processors.state");
  }

  public void checkSinks() {
    Parts.Sinks sinks = config.parts().sinks();
    ports.claim(config.listeners().host(), sinks.adminPort(), "sinks.admin-port");
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
