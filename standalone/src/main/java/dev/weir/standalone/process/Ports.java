package dev.weir.standalone.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in one line that a port is taken, before anything is started that would say it in fifty. */
public final class Ports {

  private static final Set<String> ANY = Set.of("", "0.0.0.0", "::", "[::]");

  private final Map<Integer, List<Claim>> claims = new HashMap<>();

  private record Claim(String host, String option) {

    boolean meets(String other) {
      return host.equals(other) || ANY.contains(host) || ANY.contains(other);
    }
  }

  /**
   * Checks that the port can be had, and that this process does not need it twice; 0 always can.
   *
   * @param option what to change it with
   * @throws StartException as {@link #requireFree}, and where another option names the same port
   */
  void claim(String host, int port, String option) {
    requireFree(host, port, option);
    if (port == 0) {
      return;
    }
    List<Claim> others = claims.computeIfAbsent(port, _ -> new ArrayList<>());
    others.stream()
        .filter(other -> other.meets(host))
        .findFirst()
        .ifPresent(other -> {
          throw new StartException(
              "%s and %s both name port %d; choose another with one of them"
                  .formatted(other.option(), option, port));
        });
    others.add(new Claim(host, option));
  }

  /**
   * Checks that the port can be had; 0 always can.
   *
   * @param option what to change it with
   * @throws StartException where something listens there, or the host is not of this machine
   */
  public static void requireFree(String host, int port, String option) {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); choose another with "
              + option,
          e);
    }
  }
}
