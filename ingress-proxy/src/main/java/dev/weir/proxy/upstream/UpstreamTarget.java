package dev.weir.proxy.upstream;

import java.net.URI;
import java.util.Locale;

/** Where a request goes. {@code path} begins with a slash and may hold a query. */
public record UpstreamTarget(boolean tls, String host, int port, String path) {

  public UpstreamTarget {
    if (host.isEmpty() || port < 1 || port > 65_535 || !path.startsWith("/")) {
      throw new IllegalArgumentException("no target: " + host + ":" + port + path);
    }
  }

  /** {@code path} under a base URL such as {@code https://api.example.com/v1}. */
  public static UpstreamTarget under(URI base, String path) {
    boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
    int port = base.getPort() > 0 ? base.getPort() : tls ? 443 : 80;
    String root = base.getRawPath() == null ? "" : base.getRawPath();
    String stem = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    String whole = stem + path + query;
    return new UpstreamTarget(tls, base.getHost(), port, whole.isEmpty() ? "/" : whole);
  }

  /** {@code more}, which begins with a slash, below this path. */
  public UpstreamTarget at(String more) {
    return new UpstreamTarget(tls, host, port, path.equals("/") ? more : path + more);
  }

  /** The Host header's value: the port only where it is not the scheme's own. */
  public String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }
}
