package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.longToken;
import static dev.weir.governance.detection.secret.Rows.marked;
import static dev.weir.governance.detection.secret.Rows.near;
import static dev.weir.governance.detection.secret.Rows.token;

import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Keys to messages, payments, shops, customers and documents. */
final class BusinessTokens {

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private static final List<ScanRule> MESSAGES =
      List.of(
          token(
              "slack-token",
              "xox[abeoprs](?:\\.xox[bp])?-(?:[0-9]-)?[A-Za-z0-9-]{20,}",
              "xoxa-",
              "xoxb-",
              "xoxe-",
              "xoxe.",
              "xoxo-",
              "xoxp-",
              "xoxr-",
              "xoxs-"),
          token("slack-session", "xox[cd]-[A-Za-z0-9%+/=-]{40,}", "xoxc-", "xoxd-"),
          token("slack-app-token", "xapp-[0-9A-Za-z-]{8,24}-[A-Za-z0-9/-]{20,}", "xapp-"),
          token(
              "slack-webhook",
              "hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,12}/[A-Z0-9]{8,12}/[A-Za-z0-9]{23,25}",
              "hooks.slack.com/"),
          token(
              "discord-webhook",
              "discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}",
              "discord.com/api/webhooks/",
              "discordapp.com/api/webhooks/"),
          near(
              "discord-bot-token",
              "(?i:discord|token|bot |\\.login\\()(?:[^\\n]{0,40}?[^A-Za-z0-9_-])?([MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38})",
              "discord",
              "token",
              "Bot ",
              ".login("),
          marked("telegram-bot-token", "[0-9]{8,10}:AA[A-Za-z0-9_-]{32,33}", 11, ":AA"),
          near(
              "twilio-key",
              "(?i:twilio)[\\s\\S]{0,80}?[^A-Za-z0-9](SK[a-f0-9]{32}|[a-f0-9]{32})(?:[^A-Za-z0-9]|$)",
              "twilio"),
          token("sendgrid-key", "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", "SG."),
          token("mailgun-key", "key-[a-f0-9]{32}", "key-"),
          near(
              "mailgun-sending-key",
              "(?i:mailgun)[\\s\\S]{0,80}?([a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8})",
              "mailgun"),
          marked("mailchimp-key", "[a-f0-9]{32}-us[0-9]{1,2}", 33, "-us"),
          token(
              "brevo-key",
              "x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}",
              "xkeysib-",
              "xsmtpsib-"),
          token("mandrill-key", "md-[A-Za-z0-9_-]{22}", "md-"),
          near("postmark-token", "(?i:postmark)[\\s\\S]{0,80}?(" + UUID + ")", "postmark"),
          token(
              "zapier-webhook",
              "hooks\\.zapier\\.com/hooks/catch/[0-9]{5,9}/[A-Za-z0-9]{6,12}",
              "hooks.zapier.com/"));

  private static final List<ScanRule> PAYMENTS =
      List.of(
          token(
              "stripe-key",
              "[sr]k_(?:live|test|prod)_[A-Za-z0-9]{16,}",
              "sk_live_",
              "sk_test_",
              "sk_prod_",
              "rk_live_",
              "rk_test_",
              "rk_prod_"),
          token("stripe-webhook-secret", "whsec_[A-Za-z0-9+/]{32,}={0,2}", "whsec_"),
          token(
              "square-token",
              "sq0(?:atp|atb|csp|csb)-[A-Za-z0-9_-]{22,43}",
              "sq0atp-",
              "sq0atb-",
              "sq0csp-",
              "sq0csb-"),
          token("square-access-token", "EAAA[A-Za-z0-9_-]{60}", "EAAA"),
          token(
              "paypal-token",
              "access_token\\$(?:production|sandbox)\\$[a-z0-9]{16}\\$[a-f0-9]{32}",
              "access_token$"),
          token(
              "plaid-token",
              "access-(?:sandbox|development|production)-" + UUID,
              "access-sandbox-",
              "access-development-",
              "access-production-"),
          token("flutterwave-key", "FLWSECK(?:_TEST)?-[a-h0-9]{12,32}-X", "FLWSECK"),
          token("razorpay-key", "rzp_(?:live|test)_[A-Za-z0-9]{14}", "rzp_live_", "rzp_test_"),
          token("easypost-key", "EZ[AT]K[A-Za-z0-9]{54}", "EZAK", "EZTK"),
          token("shippo-token", "shippo_(?:live|test)_[a-f0-9]{40}", "shippo_"),
          token("lob-key", "(?:live|test)_(?:pub_)?[a-f0-9]{35}", "live_", "test_"),
          token(
              "shopify-token",
              "shp(?:at|ca|pa|ss|tka|ua)_[a-fA-F0-9]{32}",
              "shpat_",
              "shpca_",
              "shppa_",
              "shpss_",
              "shptka_",
              "shpua_"));

  private static final List<ScanRule> CUSTOMERS =
      List.of(
          token("salesforce-token", "00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,}", "00D"),
          near(
              "okta-token",
              "(?i:(?:okta|SSWS))[\\s\\S]{0,80}?[^A-Za-z0-9_-](00[A-Za-z0-9_-]{39}[A-Za-z0-9_])(?:[^A-Za-z0-9_-]|$)",
              "okta",
              "SSWS"),
          token("hubspot-token", "pat-(?:na|eu)[0-9]-" + UUID, "pat-na", "pat-eu"),
          token(
              "facebook-token",
              "EAA[A-Z][A-Za-z0-9]{40,}",
              "EAAC",
              "EAAB",
              "EAAG",
              "EAAM",
              "EAAJ",
              "EAAD",
              "EAAE",
              "EAAF",
              "EAAI"),
          token("twitter-bearer", "A{20,24}[A-Za-z0-9%]{60,}", "AAAAAAAAAAAAAAAAAAAA"),
          longToken("dropbox-token", "sl\\.(?:u\\.)?[A-Za-z0-9_-]{100,}", "sl."),
          token(
              "notion-token",
              "(?:secret_[A-Za-z0-9]{43}|ntn_[A-Za-z0-9]{44,50})",
              "secret_",
              "ntn_"),
          token("figma-token", "fig[dour]_[A-Za-z0-9_-]{40,}", "figd_", "figo_", "figu_", "figr_"),
          token("airtable-token", "pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}", "pat"),
          token("resend-key", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", "re_"),
          token("clickup-token", "pk_[0-9]{6,9}_[A-Z0-9]{32}", "pk_"),
          token("contentful-token", "CFPAT-[A-Za-z0-9_-]{43}", "CFPAT-"),
          token("typeform-token", "tfp_[A-Za-z0-9_.=-]{40,59}", "tfp_"),
          token("readme-key", "rdme_[a-z0-9]{70}", "rdme_"),
          token(
              "mapbox-token",
              "[st]k\\.eyJ[A-Za-z0-9_-]{40,}\\.[A-Za-z0-9_-]{20,24}",
              "sk.eyJ",
              "tk.eyJ"),
          token("adobe-client-secret", "p8e-[A-Za-z0-9_-]{32}", "p8e-"),
          near(
              "thingsboard-token",
              "(?i:thingsboard)[^\\s/]{0,}/api/v1/([a-z0-9]{20})/",
              "thingsboard"),
          token("adafruit-key", "aio_[A-Za-z0-9]{28}", "aio_"),
          token("twitch-stream-key", "live_[0-9]{8,10}_[A-Za-z0-9]{30}", "live_"));

  static final List<List<ScanRule>> RULES = List.of(MESSAGES, PAYMENTS, CUSTOMERS);

  private BusinessTokens() {}
}
