package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.quota.AccountKey;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.view.View;
import org.jspecify.annotations.Nullable;

/**
 * Gives the gate what the grantor gave to this start of this proxy. To be followed committed: what
 * the grantor takes back was never credit.
 */
public final class GrantView implements View<QuotaGrant> {

  private final QuotaGate gate;
  private final String proxyId;
  private final long proxyEpoch;

  public GrantView(QuotaGate gate, String proxyId, long proxyEpoch) {
    this.gate = gate;
    this.proxyId = proxyId;
    this.proxyEpoch = proxyEpoch;
  }

  @Override
  public void replay(String key, @Nullable QuotaGrant grant) {
    if (grant == null) {
      forget(key);
      return;
    }
    if (grant.getProxyEpoch() != proxyEpoch || !grant.getProxyId().equals(proxyId)) {
      return;
    }
    gate.granted(
        new AccountKey(grant.getOwner(), grant.getAccount(), grant.getWindowStart()),
        new CreditGrant(
            grant.getGranted(),
            grant.getRevoked(),
            grant.getConsidered(),
            CreditGrant.Answer.valueOf(grant.getAnswer().name()),
            grant.getLeft(),
            grant.getRecall(),
            grant.getScarce()));
  }

  /** The key ends with the proxy and its start. */
  private void forget(String key) {
    String own = '|' + proxyId + ':' + proxyEpoch;
    if (key.endsWith(own)) {
      AccountKey.parse(key.substring(0, key.length() - own.length())).ifPresent(gate::forgotten);
    }
  }
}
