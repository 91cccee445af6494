package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Ports;
import dev.weir.benchmarks.process.Programs;
import dev.weir.benchmarks.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nginx as a plain reverse proxy on one worker: what users know as fast. */
public record Nginx() implements Candidate {

  public static final String NAME = "nginx";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness prepare() throws IOException {
    Optional<String> program = Programs.find(NAME);
    return program.isPresent()
        ? new Readiness.Ready(version(program.get()))
        : new Readiness.Absent("nginx is not installed (Debian: apt-get install nginx)");
  }

  @Override
  public RunningCandidate start(Site site) throws IOException, InterruptedException {
    int port = Ports.free();
    Path configuration = site.directory().resolve("nginx.conf");
    Files.writeString(configuration, configuration(port, site.upstreamPort()));
    List<String> command =
        List.of(
            Programs.find(NAME).orElseThrow(),
            "-p",
            site.directory().toString(),
            "-c",
            configuration.toString(),
            "-e",
            "stderr");
    RunningProcess process = site.processes().start(NAME, Pinning.Place.GATEWAY, command, Map.of());
    Endpoint endpoint = new Endpoint(port, Map.of());
    site.awaitAnswer(endpoint, process);
    return new RunningCandidate(endpoint, Optional.of(process));
  }

  private static String configuration(int port, int upstreamPort) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 16384;
    pid nginx.pid;
    error_log stderr crit;
    events {
      worker_connections 8192;
    }
    http {
      access_log off;
      tcp_nodelay on;
      keepalive_requests 100000000;
      client_body_temp_path temp-body;
      proxy_temp_path temp-proxy;
      fastcgi_temp_path temp-fastcgi;
      uwsgi_temp_path temp-uwsgi;
      scgi_temp_path temp-scgi;
      upstream provider {
        server 127.0.0.1:%d;
        keepalive 256;
        keepalive_requests 100000000;
      }
      server {
        listen 127.0.0.1:%d backlog=4096;
        location / {
          proxy_pass http://provider;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 600s;
        }
      }
    }
    """
        .formatted(upstreamPort, port);
  }

  private static String version(String program) throws IOException {
    Process process = new ProcessBuilder(program, "-v").redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .replace("nginx version: ", "")
        .strip();
  }
}
