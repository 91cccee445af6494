package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.longToken;
import static dev.weir.governance.detection.secret.Rows.marked;
import static dev.weir.governance.detection.secret.Rows.named;
import static dev.weir.governance.detection.secret.Rows.near;
import static dev.weir.governance.detection.secret.Rows.token;

import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Keys to clouds and what runs on them: computers, storage, databases, vaults. */
final class CloudTokens {

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private static final List<ScanRule> AMAZON =
      List.of(
          token(
              "aws-access-key-id",
              "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
              "AKIA",
              "ASIA",
              "ABIA",
              "ACCA"),
          token("aws-access-key-id-old", "A3T[A-Z0-9]{17}", "A3T"),
          token("aws-mws-token", "amzn\\.mws\\." + UUID, "amzn.mws."),
          token("aws-appsync-key", "da2-[a-z0-9]{26}", "da2-"),
          token("aws-bedrock-key", "ABSK[A-Za-z0-9+/]{100,}={0,2}", "ABSKQmVkcm9ja0FQSUtleS"),
          longToken(
              "aws-session-token",
              "(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/]{80,}={0,2}",
              "IQoJb3JpZ2lu",
              "FwoGZXIvYXdz"),
          near(
              "aws-secret-key",
              "(?:AKIA|ASIA)[A-Z0-9]{16}[^A-Za-z0-9+/]{1,40}(?:[A-Za-z_ ]{0,40}[^A-Za-z0-9+/]{1,8})?"
                  + "([A-Za-z0-9+/]{40})(?:[^A-Za-z0-9+/=]|$)",
              "AKIA",
              "ASIA"));

  private static final List<ScanRule> GOOGLE =
      List.of(
          token("google-api-key", "AIza[0-9A-Za-z_-]{35}", "AIza"),
          token("google-oauth-client-secret", "GOCSPX-[A-Za-z0-9_-]{28}", "GOCSPX-"),
          longToken("google-oauth-access-token", "ya29\\.[0-9A-Za-z_-]{20,}", "ya29."),
          token("google-oauth-refresh-token", "1//0[0-9A-Za-z_-]{40,}", "1//0"),
          marked(
              "google-fcm-key", "AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,}", 13, ":APA91b"));

  private static final List<ScanRule> MICROSOFT =
      List.of(
          named(
              "azure-storage-key",
              "(?i:Acc(?:ount|ess)Key=)([A-Za-z0-9+/]{86}==)",
              "AccountKey=",
              "AccessKey="),
          named(
              "azure-shared-access-key",
              "(?i:SharedAccessKey)=([A-Za-z0-9+/]{43}=)",
              "SharedAccessKey="),
          named("azure-app-configuration", ";(?i:Secret)=([A-Za-z0-9+/]{40,90}={0,2})", ";Secret="),
          named(
              "azure-sas-signature",
              "[?&;]sig=([A-Za-z0-9%/+]{40,70}(?:%3[Dd]|=){1,2})",
              "?sig=",
              "&sig=",
              ";sig="),
          marked(
              "azure-ad-client-secret", "[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", 5, "Q~"),
          marked("azure-devops-token", "[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}", 77, "AZDO"),
          marked("azure-ai-key", "[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}", 53, "JQQJ9"),
          marked("azure-search-key", "[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}", 43, "AzSe"),
          marked(
              "azure-service-key",
              "[A-Za-z0-9/+]{33,76}(?:\\+ASt|ACDb|\\+ACR|\\+AEh|\\+ASb|AIoT|AzCa|AzFu|\\+ABa|APIM)"
                  + "[A-Za-z0-9/+]{5,8}={0,2}",
              77,
              "+ASt",
              "ACDb",
              "+ACR",
              "+AEh",
              "+ASb",
              "AIoT",
              "AzCa",
              "AzFu",
              "+ABa"),
          token(
              "teams-webhook",
              "(?:webhook|outlook)\\.office\\.com/webhook(?:b2)?/"
                  + UUID
                  + "@"
                  + UUID
                  + "/[A-Za-z]+/[A-Za-z0-9]{32}/"
                  + UUID,
              "webhook.office.com/",
              "outlook.office.com/webhook"));

  private static final List<ScanRule> OTHERS =
      List.of(
          token("alibaba-access-key", "LTAI[A-Za-z0-9]{12,20}", "LTAI"),
          token("tencent-secret-id", "AKID[A-Za-z0-9]{32}", "AKID"),
          token("digitalocean-token", "do[opr]_v1_[a-f0-9]{64}", "doo_v1_", "dop_v1_", "dor_v1_"),
          token("scaleway-key", "SCW[A-Z0-9]{17}", "SCW"),
          token("yandex-key", "AQVN[A-Za-z0-9_-]{35,38}", "AQVN"),
          token("cloudflare-origin-key", "v1\\.0-[a-f0-9]{24}-[a-f0-9]{140,150}", "v1.0-"),
          longToken(
              "fly-token",
              "(?:fo1_[\\w-]{43}|fm[12][ar]?_[A-Za-z0-9+/]{100,}={0,3})",
              "fo1_",
              "fm1",
              "fm2_"),
          token("heroku-key", "HRKU-[A-Za-z0-9_-]{36,60}", "HRKU-"),
          near(
              "heroku-key-old",
              "(?i)^heroku[a-z0-9_.\\- ]{0,24}(?:key|token|secret|password)[\"' ]{0,3}[:=][\"' ]{0,3}("
                  + UUID
                  + ")",
              "heroku"),
          token("netlify-token", "nfp_[A-Za-z0-9]{36}", "nfp_"),
          token("render-key", "rnd_[A-Za-z0-9]{28,36}", "rnd_"),
          token(
              "supabase-key",
              "sb(?:p_[a-f0-9]{40}|_secret_[A-Za-z0-9_-]{31})",
              "sbp_",
              "sb_secret_"),
          token("planetscale-token", "pscale_(?:tkn|pw|oauth)_[\\w.=-]{32,64}", "pscale_"),
          token("neon-key", "napi_[a-z0-9]{60,70}", "napi_"),
          token("pulumi-token", "pul-[a-f0-9]{40}", "pul-"),
          marked(
              "terraform-cloud-token",
              "[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}",
              15,
              ".atlasv1."),
          token(
              "databricks-token",
              "d(?:api|kea|ose|sapi)[a-f0-9]{32}(?:-[0-9])?",
              "dapi",
              "dkea",
              "dose",
              "dsapi"),
          token("confluent-secret", "cflt[A-Za-z0-9+/]{60}", "cflt"),
          token(
              "doppler-token",
              "dp\\.(?:pt|ct|sa|scim|audit|st(?:\\.[a-z0-9_-]{1,40})?)\\.[A-Za-z0-9]{40,44}",
              "dp."),
          longToken("vault-token", "hv[sbr]\\.[A-Za-z0-9_-]{24,}", "hvs.", "hvb.", "hvr."),
          near(
              "vault-token-old",
              "(?i:^vault)[\\s\\S]{0,80}?[^A-Za-z0-9_./-]([sbr]\\.[A-Za-z0-9]{24,})",
              "vault"),
          longToken("onepassword-token", "ops_eyJ[A-Za-z0-9+/]{100,}={0,3}", "ops_eyJ"),
          token(
              "onepassword-secret-key",
              "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
              "A3-"),
          token(
              "tailscale-key",
              "tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,}-[A-Za-z0-9]{16,}",
              "tskey-"),
          near(
              "kubernetes-bootstrap-token",
              "(?i:^(?:kubeadm|bootstrap|--token))[\\s\\S]{0,80}?[^a-z0-9.]([a-z0-9]{6}\\.[a-z0-9]{16})(?:[^a-z0-9.]|$)",
              "kubeadm",
              "bootstrap",
              "--token"));

  static final List<List<ScanRule>> RULES = List.of(AMAZON, GOOGLE, MICROSOFT, OTHERS);

  private CloudTokens() {}
}
