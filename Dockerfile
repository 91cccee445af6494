# The image of every Weir process, built from this source tree:
#
#   docker build -t weir:local .
#
# Dockerfile.prebuilt packs what a build on this machine made instead; it needs no network but for its base image.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
# For the Maven wrapper, whose checksum is the zip's.
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
COPY . .
RUN rm -rf standalone/target && ./mvnw -B -ntp package -pl standalone -am -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 weir \
 && useradd --system --uid 10001 --gid weir --home-dir /var/lib/weir --shell /usr/sbin/nologin weir \
 && mkdir -p /var/lib/weir && chown weir:weir /var/lib/weir && chmod 700 /var/lib/weir
COPY --from=build /src/standalone/target/weir/lib /opt/weir/lib
COPY docker/weir docker/healthy /usr/local/bin/
USER weir
WORKDIR /var/lib/weir
# exec form: SIGTERM reaches the JVM, which drains.
ENTRYPOINT ["/usr/local/bin/weir"]
CMD ["--help"]
