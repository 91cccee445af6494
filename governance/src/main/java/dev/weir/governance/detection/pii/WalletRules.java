package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Addresses of crypto wallets: Bitcoin and what is made like it (Base58Check; BIP 173 and 350), and
 * Ethereum.
 */
final class WalletRules {

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32M = 0x2bc830a3;
  private static final int ADDRESS_BYTES = 25;

  /** Human-readable parts of BIP 173: Bitcoin, Litecoin. */
  private static final List<String> BECH32_HEADS = List.of("bc1", "ltc1");

  private WalletRules() {}

  static List<ScanRule> all() {
    return List.of(
        ScanRule.of(
            "bitcoin-base58check",
            FindingType.CRYPTO_WALLET,
            0.95,
            new DigitRun(2, 20),
            "\\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\\b",
            (text, start, end, score) ->
                isBase58Check(text.subSequence(start, end).toString()) ? score : 0),
        // Litecoin, Dogecoin, Tron, Dash: the version makes the first letter.
        ScanRule.of(
            "wallet-base58check",
            FindingType.CRYPTO_WALLET,
            0.95,
            new DigitRun(2, 20),
            "\\b[9ADLMTX][1-9A-HJ-NP-Za-km-z]{33}\\b",
            (text, start, end, score) ->
                isBase58Check(text.subSequence(start, end).toString()) ? score : 0),
        ScanRule.of(
            "bitcoin-bech32",
            FindingType.CRYPTO_WALLET,
            0.95,
            new Literals(BECH32_HEADS, 0, 72),
            "(?i)\\b(?:bc|ltc)1[02-9ac-hj-np-z]{11,71}\\b",
            (text, start, end, score) ->
                isBech32(text.subSequence(start, end).toString()) ? score : 0),
        ScanRule.of(
            "ethereum",
            FindingType.CRYPTO_WALLET,
            0.8,
            new Literals(List.of("0x"), 1, 42),
            "\\b0x[0-9a-fA-F]{40}\\b",
            Check.NONE));
  }

  static boolean isBase58Check(String address) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < address.length(); i++) {
      number =
          number
              .multiply(BigInteger.valueOf(58))
              .add(BigInteger.valueOf(BASE58.indexOf(address.charAt(i))));
    }
    byte[] value = number.toByteArray();
    int from = value[0] == 0 ? 1 : 0;
    if (value.length - from > ADDRESS_BYTES) {
      return false;
    }
    byte[] bytes = new byte[ADDRESS_BYTES];
    System.arraycopy(
        value, from, bytes, ADDRESS_BYTES - (value.length - from), value.length - from);
    byte[] hash = sha256(sha256(Arrays.copyOf(bytes, ADDRESS_BYTES - 4)));
    return Arrays.equals(hash, 0, 4, bytes, ADDRESS_BYTES - 4, ADDRESS_BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static boolean isBech32(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    int head = lower.indexOf('1');
    int check = 1;
    for (int i = 0; i < head; i++) {
      check = polymod(check, lower.charAt(i) >> 5);
    }
    check = polymod(check, 0);
    for (int i = 0; i < head; i++) {
      check = polymod(check, lower.charAt(i) & 31);
    }
    for (int i = head + 1; i < lower.length(); i++) {
      check = polymod(check, BECH32.indexOf(lower.charAt(i)));
    }
    return check == 1 || check == BECH32M;
  }

  private static int polymod(int check, int value) {
    int top = check >>> 25;
    int next = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >>> i & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }
}
