package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.longToken;
import static dev.weir.governance.detection.secret.Rows.marked;
import static dev.weir.governance.detection.secret.Rows.near;
import static dev.weir.governance.detection.secret.Rows.token;

import dev.weir.governance.detection.ScanRule;
import java.util.List;

/**
 * Keys to what software is made with: repositories, registries, builds, and what watches it run.
 */
final class CodeTokens {

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private static final List<ScanRule> REPOSITORIES =
      List.of(
          token(
              "github-token", "gh[pousr]_[A-Za-z0-9]{36,}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          token(
              "github-fine-grained-token",
              "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
              "github_pat_"),
          token(
              "gitlab-token",
              "gl(?:pat|dt|rt|rtr|ft|soat|cbt|agent|imt|oas|ffct|wt)-[A-Za-z0-9_=.-]{20,}",
              "glpat-",
              "gldt-",
              "glrt-",
              "glrtr-",
              "glft-",
              "glsoat-",
              "glcbt-",
              "glagent-",
              "glimt-",
              "gloas-",
              "glffct-",
              "glwt-"),
          token("gitlab-trigger-token", "glptt-[a-f0-9]{40}", "glptt-"),
          token("gitlab-runner-registration", "GR1348941[A-Za-z0-9_-]{20}", "GR1348941"),
          token("bitbucket-app-password", "ATBB[A-Za-z0-9]{32}", "ATBB"),
          token("bitbucket-access-token", "ATCTT3xFfG[A-Za-z0-9_=-]{100,}", "ATCTT3xFfG"),
          token("atlassian-token", "ATATT3[A-Za-z0-9_=-]{100,}", "ATATT3"),
          token("sourcegraph-token", "sgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}", "sgp_"),
          token(
              "linear-key",
              "lin_(?:api_[A-Za-z0-9]{40}|oauth_[a-f0-9]{64})",
              "lin_api_",
              "lin_oauth_"),
          token("infisical-token", "st\\.[a-f0-9]{24}\\.[a-f0-9]{32}\\.[a-f0-9]{32}", "st."),
          token("postman-key", "PMAK-[a-f0-9]{24}-[a-f0-9]{34}", "PMAK-"));

  private static final List<ScanRule> REGISTRIES =
      List.of(
          token("npm-token", "npm_[A-Za-z0-9]{36}", "npm_"),
          near("npm-token-old", "_authToken\\s{0,4}=\\s{0,4}[\"']?(" + UUID + ")", "_authToken"),
          token("pypi-token", "pypi-AgE[A-Za-z0-9_-]{50,}", "pypi-AgE"),
          token("rubygems-key", "rubygems_[a-f0-9]{48}", "rubygems_"),
          token("crates-token", "cio[A-Za-z0-9]{32}", "cio"),
          token("nuget-key", "oy2[a-z0-9]{43}", "oy2"),
          token("docker-token", "dckr_[po]at_[A-Za-z0-9_-]{27,36}", "dckr_pat_", "dckr_oat_"),
          token("artifactory-key", "AKC[A-Za-z0-9]{60,80}", "AKCp"),
          token("artifactory-reference-token", "cmVmdGtuOj[A-Za-z0-9]{40,64}", "cmVmdGtuOj"),
          token("clojars-token", "CLOJARS_[a-z0-9]{60}", "CLOJARS_"));

  private static final List<ScanRule> BUILDS =
      List.of(
          token(
              "circleci-token",
              "CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[a-f0-9]{40}",
              "CCIPAT_",
              "CCIPRJ_"),
          token("buildkite-token", "bkua_[a-f0-9]{40}", "bkua_"),
          token("sonarqube-token", "sq[apu]_[a-f0-9]{40}", "sqa_", "sqp_", "squ_"),
          near(
              "code-climate-token",
              "(?:CODECLIMATE_REPO_TOKEN|CC_TEST_REPORTER_ID)[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?([a-f0-9]{64})",
              "CODECLIMATE_REPO_TOKEN",
              "CC_TEST_REPORTER_ID"),
          near(
              "sonarqube-token-old",
              "(?i)sonar[a-z_.\\- ]{0,24}(?:login|token|key)[\"']?\\s{0,4}[:=,][\"' ]{0,4}([a-f0-9]{40})",
              "sonar"),
          token("prefect-token", "pnu_[a-z0-9]{36}", "pnu_"),
          token("launchdarkly-key", "(?:sdk|api)-" + UUID, "sdk-", "api-"),
          token("dependency-track-key", "odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,40}", "odt_"),
          token("stackhawk-key", "hawk\\.[A-Za-z0-9_-]{20}\\.[A-Za-z0-9_-]{20}", "hawk."),
          near(
              "truenas-key",
              "(?i:truenas|api_key|bearer )(?:[^\\n]{0,60}?[^A-Za-z0-9])?([0-9]{1,4}-[A-Za-z0-9]{64})",
              "truenas",
              "api_key",
              "Bearer "));

  private static final List<ScanRule> WATCHERS =
      List.of(
          longToken(
              "grafana-token",
              "gl(?:c_eyJ[A-Za-z0-9+/_-]{40,}={0,3}|sa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})",
              "glc_eyJ",
              "glsa_"),
          token("grafana-key", "eyJrIjoi[A-Za-z0-9+/_-]{40,}={0,3}", "eyJrIjoi"),
          longToken(
              "sentry-token",
              "sntr(?:ys_eyJ[A-Za-z0-9+/=_-]{80,}|yu_[a-f0-9]{64})",
              "sntrys_",
              "sntryu_"),
          token(
              "newrelic-key",
              "NR(?:AK-[A-Z0-9]{27}|AA-[a-f0-9]{27}|I[IQ]-[A-Za-z0-9_-]{32}|RA-[a-f0-9]{42}|JS-[a-f0-9]{19})",
              "NRAK-",
              "NRAA-",
              "NRII-",
              "NRIQ-",
              "NRRA-",
              "NRJS-"),
          marked(
              "newrelic-license",
              "[a-f0-9]{6}[a-f0-9x]{0,2}[a-f0-9]{28,30}NRAL|eu01xx[a-f0-9]{30}NRAL",
              37,
              "NRAL"),
          token("pixie-key", "px-(?:api|dep)-" + UUID, "px-api-", "px-dep-"),
          near(
              "datadog-key",
              "(?i)(?:datadog|dd)[a-z0-9_\\- ]{0,12}(?:api|app|application)[_\\- ]?key[\"']?\\s{0,4}[:=,][\"' ]{0,4}([a-f0-9]{32}(?:[a-f0-9]{8})?)",
              "datadog",
              "dd_a",
              "dd-a"),
          token("dynatrace-token", "dt0[a-z][0-9]{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}", "dt0"),
          token("honeycomb-key", "hc[abx]ik_[a-z0-9]{58}", "hcaik_", "hcbik_", "hcxik_"));

  static final List<List<ScanRule>> RULES = List.of(REPOSITORIES, REGISTRIES, BUILDS, WATCHERS);

  private CodeTokens() {}
}
