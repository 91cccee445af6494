package dev.weir.proxy.credential;

import dev.weir.dialects.bedrock.SigV4;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.ProviderCredential.AwsKeys;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** Signs each request with an access key of AWS: its path, its host, its time and its body. */
final class AwsLoader implements CredentialLoader {

  private final AwsKeys keys;
  private final SecretReader reader;
  private final InstantSource clock;

  AwsLoader(AwsKeys keys, SecretReader reader, InstantSource clock) {
    this.keys = keys;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Loaded load(boolean refused) throws UnreadableSecretException, InterruptedException {
    List<SecretText> texts = new ArrayList<>();
    Duration goodFor = Duration.ofDays(1);
    for (CredentialReference reference : keys.references()) {
      ReadSecret read = reader.read(reference);
      texts.add(Loaders.printable(reference, read.text()));
      goodFor = read.goodFor().compareTo(goodFor) < 0 ? read.goodFor() : goodFor;
    }
    var who =
        new SigV4.Credentials(
            texts.get(0).reveal(),
            texts.get(1).reveal(),
            texts.size() > 2 ? Optional.of(texts.get(2).reveal()) : Optional.empty());
    return Loaded.of(texts, (headers, target, body) -> sign(who, headers, target, body), goodFor);
  }

  private void sign(
      SigV4.Credentials who, HttpFields.Mutable headers, UpstreamTarget target, ByteBuffer body) {
    String path = target.path();
    int query = path.indexOf('?');
    var request =
        new SigV4.Request(
            "POST",
            target.authority(),
            query < 0 ? path : path.substring(0, query),
            query < 0 ? "" : path.substring(query + 1),
            body);
    SigV4.headers(who, keys.region(), request, clock.instant()).forEach(headers::put);
  }
}
