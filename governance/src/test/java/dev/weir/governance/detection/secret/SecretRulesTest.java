package dev.weir.governance.detection.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {

  private static final TextScan SCAN = TextScan.of(SecretRules.all());

  @ParameterizedTest
  @CsvSource({
    "aws-access-key-id, AKIA<C16>",
    "aws-appsync-key, da2-<L26>",
    "google-api-key, AIza<A35>",
    "google-oauth-client-secret, GOCSPX-<A28>",
    "google-oauth-access-token, ya29.<A60>",
    "azure-ad-client-secret, <A3>8Q~<A34>",
    "azure-devops-token, <A76>AZDO<A4>",
    "digitalocean-token, dop_v1_<H64>",
    "heroku-key, HRKU-<A58>",
    "databricks-token, dapi<H32>",
    "doppler-token, dp.pt.<A43>",
    "vault-token, hvs.<A90>",
    "terraform-cloud-token, <A14>.atlasv1.<A67>",
    "tailscale-key, tskey-auth-<A12>-<A32>",
    "github-token, ghp_<A36>",
    "github-fine-grained-token, github_pat_<A22>_<A59>",
    "gitlab-token, glpat-<A20>",
    "atlassian-token, ATATT3<A186>",
    "npm-token, npm_<A36>",
    "pypi-token, pypi-AgEIcHlwaS5vcmc<A90>",
    "rubygems-key, rubygems_<H48>",
    "docker-token, dckr_pat_<A27>",
    "artifactory-key, AKCp<A69>",
    "sonarqube-token, squ_<H40>",
    "grafana-token, glsa_<A32>_<H8>",
    "sentry-token, sntryu_<H64>",
    "newrelic-key, NRAK-<C27>",
    "dynatrace-token, dt0c01.<C24>.<C64>",
    "openai-key, sk-proj-<A120>",
    "openai-key, sk-<A20>T3BlbkFJ<A20>",
    "anthropic-key, sk-ant-api03-<A93>",
    "huggingface-token, hf_<A34>",
    "groq-key, gsk_<A52>",
    "openrouter-key, sk-or-v1-<H64>",
    "nvidia-key, nvapi-<A64>",
    "weir-virtual-key, wk_<L12>_<A43>",
    "slack-token, xoxb-<D12>-<D12>-<A24>",
    "slack-webhook, hooks.slack.com/services/T<C8>/B<C8>/<A24>",
    "telegram-bot-token, <D10>:AA<A33>",
    "sendgrid-key, SG.<A22>.<A43>",
    "mailgun-key, key-<H32>",
    "mailchimp-key, <H32>-us12",
    "stripe-key, sk_live_<A24>",
    "square-token, sq0atp-<A22>",
    "shopify-token, shpat_<H32>",
    "notion-token, ntn_<A46>",
    "figma-token, figd_<A40>",
    "airtable-token, pat<A14>.<H64>",
    "resend-key, re_<A8>_<A24>",
    "infisical-token, st.<H24>.<H32>.<H32>",
    "private-key-age, AGE-SECRET-KEY-1<C58>",
    "hash-bcrypt, $2b$12$<A53>",
    "hash-sha512crypt, $6$<A8>$<A86>"
  })
  void findsTheTokensOfTheProviders(String rule, String shape) {
    for (long seed = 0; seed < 50; seed++) {
      String token = Shapes.fill(shape, new SplittableRandom(seed));

      assertThat(SCAN.scan("🔑 is " + token + " now"))
          .as(token)
          .singleElement()
          .satisfies(it -> {
            assertThat(it.type()).isEqualTo(FindingType.SECRET);
            assertThat(it.start()).isEqualTo(5);
            assertThat(it.end()).isEqualTo(5 + token.length());
            assertThat(it.rule()).isEqualTo(rule);
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws_secret_access_key = <A40> | <A40>",
        "password = \"<A12>7x\" | <A12>7x",
        "\"apiKey\": \"<H32>\" | <H32>",
        "{\\\"client_secret\\\": \\\"<A32>\\\"} | <A32>",
        "DB_PASSWORD=<A14>9z | <A14>9z",
        "%password>qT7!<A8>%/password> | qT7!<A8>",
        "%add key=\"SmtpPassword\" value=\"qT7!<A8>\"/> | qT7!<A8>",
        "const accessToken: string = '<A40>'; | <A40>",
        "deploy --token <A40> --now | <A40>",
        "The password is 'Tr0ub4dor&3' | Tr0ub4dor&3",
        "postgres://app:qT7<A8>@db.internal:5432/main | qT7<A8>",
        "Server=db1;Database=m;User Id=app;Password=qT7<A8>; | qT7<A8>",
        "Authorization: Bearer <A40> | <A40>",
        "machine api.internal login jo password qT7<A8> | qT7<A8>",
        "curl -u jo:qT7<A8> https://api.internal/ | qT7<A8>",
        "AccountName=acc;AccountKey=<A86>==;EndpointSuffix=x | <A86>==",
        "jdbc:oracle:thin:scott/qT7<A8>@//ora1:1521/XE | qT7<A8>",
        "client.set_token(\"<A20>9z\") | <A20>9z",
        "s3_key = \"qT7<A40>\" | qT7<A40>",
        "encryption_key = \"qT7<A40>\" | qT7<A40>",
        "signed by key: qT7<A40> | qT7<A40>",
        "Das Passwort lautet qT7<A8>, bitte nicht weitergeben. | qT7<A8>",
        "Benutzer: jo, Kennwort: qT7<A8> | qT7<A8>",
        "Le mot de passe est qT7<A8>. | qT7<A8>",
        "mot de passe : qT7<A8> | qT7<A8>",
        "La contraseña es qT7<A8> | qT7<A8>",
        "La clave secreta es q7T9<A8> | q7T9<A8>",
        "La password è qT7<A8> | qT7<A8>",
        "Het wachtwoord is qT7<A8> | qT7<A8>",
        "A senha é qT7<A8> | qT7<A8>",
        "hasło: qT7<A8> | qT7<A8>",
        "Пароль: qT7<A8> | qT7<A8>",
        "пароль от сервера qT7!<A8> | qT7!<A8>",
        "şifre: qT7<A8> | qT7<A8>",
        "パスワードはqT7<A8>です | qT7<A8>",
        "密码：qT7<A8> | qT7<A8>",
        "password for the staging box: qT7!<A8> | qT7!<A8>",
        "the creds are admin:qT7!<A8> | qT7!<A8>"
      })
  void findsWhatItsNameSaysIsSecretAndNothingAround(String text, String secret) {
    for (long seed = 0; seed < 20; seed++) {
      String filled = Shapes.fill(text, new SplittableRandom(seed)).replace('%', '<');
      String expected = Shapes.fill(secret, new SplittableRandom(seed));

      assertThat(SCAN.scan(filled)).as(filled).hasSize(1);
      assertThat(SCAN.scan(filled).getFirst().in(filled)).hasToString(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob@acme.com pass: X9!kd82kqTz",
        "creds admin:X9!kd82kqTz",
        "db.internal:5432:app:svc:QPsHM9louPN55",
        "acme.com token=9f8a7b6c5d4e3f2a1b0c9d8e",
        "spring.mail.com.secret=q7Zt2mWx9LpR4vBn",
        "season_token=9f8a7b6c5d4e3f2a1b0c9d8e",
        "passdb=S3cr3t!xQ9zK"
      })
  void findsWhatIsAssignedBehindADomainAndToNamesThatBeginWithPass(String text) {
    assertThat(SCAN.scan(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "password_hash_algorithm = \"argon2id\"",
        "ERC20 token 0xf7312b085d644b3e8d886d2b0fec5af1927a6487",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_1234567890abcdefghijklmnopqrstuvwxyz",
        "sk-your-api-key-goes-here",
        "xoxb-0000000000-0000000000000-xxxxxxxxxxxxxxxxxxxxxxxx",
        "password = \"password\"",
        "password = \"changeme\"",
        "password: ${DB_PASSWORD}",
        "password = os.environ[\"DB_PASSWORD\"]",
        "String password = config.get(\"db.password\");",
        "api_key = settings.API_KEY",
        "\"password\": \"<YOUR_PASSWORD>\"",
        "password: \"Enter your password\"",
        "token = getAccessTokenFromSession(request)",
        "the password is required",
        "the password is getPassword(user2)",
        "token = cls._process_token(tdef[1]",
        "Das Passwort muss mindestens 12 Zeichen haben und lautet nie gleich",
        "Le mot de passe doit contenir 8 caractères.",
        "palabras clave: python3, java17a",
        "Reisepass C01X00T47 ist abgelaufen",
        "Boarding pass A1B2C3D4E5 gate 12",
        "season pass AB12-CD34-EF56",
        "skipass: AB12CD34EF56x",
        "compass heading: N45E12b7x",
        "Der Bypass: B6-Umgehung12x",
        "Schlüssel: siehe Abschnitt 12b",
        "Schlüsseldienst: Tel. 0800-12ab",
        "secret_santa: group7-xmas2024",
        "login: https://sso.acme.io/v2",
        "primary_key = \"9f86d081884c7d659a2feaa0c55ad015\"",
        "\"order_key\": \"wc_order_58d2d042d1d9a\"",
        "order_key: \"2024-11-17-batch7\"",
        "token = \"gh[pousr]_[A-Za-z0-9]{36,}\"",
        "longopt_pat = r'[a-zA-Z](?:[a-zA-Z0-9-]*)'",
        "batch_key: \"2024-11-17-batch7\"",
        "some_key = '2024-11-17T10:20:30Z-eu-west-1'",
        "x_key: release-2024.11-rc2-linux64-b1",
        "s3_key = \"2024-11-17-batch7\"",
        "sort_by_key: \"2024-11-17-batch7\"",
        "orderKey = \"9f86d081884c7d659a2feaa0c55ad015\"",
        "s3_key: uploads/2026/11/9f86d081884c7d65.png",
        "\"s3Key\": \"img/9f86d081884c7d659a2feaa0c55ad015.jpg\"",
        "partition_key = \"cust#8842ab17c3d9e2f4\"",
        "sort_key: 01HG7Q2M9X4KZ3R8T5W6Y7B1CD",
        "signed by key: 3AA5C34371567BD2",
        "Signed by key 0x3AA5C34371567BD2",
        "Good signature, signed by key: SHA256:jd83kf02mDk3lq9Zx71bTn5Rw8sYp4uVhGc6eAoQiEk",
        "nextPageToken: \"CiAKGjBpNDd2Nmp2Zml2cXRwYjBpOXA0\"",
        "password_file = \"/run/secrets/db_password_2026\"",
        "integrity sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "postgres://user:password@localhost/db",
        "postgres://${USER}:${PASS}@localhost/db",
        "https://example.com:8080/path@v1",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
        "Never share your private key, your token or your password with anybody."
      })
  void passesOverWhatOnlyLooksLikeOne(String text) {
    assertThat(SCAN.scan(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\\n", "\\r\\n"})
  void findsThePrivateKeyWholeWhateverEndsItsLines(String end) {
    String body = Shapes.fill("<A64>" + end + "<A64>" + end + "<A30>==", new SplittableRandom(1));
    String key =
        "-----BEGIN RSA " + "PRIVATE KEY-----" + end + body + end + "-----END RSA PRIVATE KEY-----";
    String text = "key: \"" + key + "\"";

    List<Finding> findings = SCAN.scan(text);

    assertThat(findings).singleElement().extracting(Finding::rule).isEqualTo("private-key-pem");
    assertThat(findings.getFirst().in(text)).hasToString(key);
  }

  @Test
  void findsAWebTokenByItsHeader() {
    String token = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJqbyJ9." + "3vXq0Zs8kQmT7rWp1LcYdNfA";

    assertThat(SCAN.scan("Cookie: session=" + token))
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo("json-web-token");
    assertThat(SCAN.scan(token.replace("eyJhbGci", "eyJhbGxp"))).isEmpty();
  }

  @Test
  void givesEachRuleANameOfItsOwn() {
    assertThat(SecretRules.all()).extracting(ScanRule::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "password=",
        "pwd=a;",
        "://a:",
        "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAA",
        "eyJ",
        "eyJhbGciOi.",
        "key key ",
        "::",
        "token: \"\\\"",
        "Bearer ",
        "AKIA",
        "\"d\":\"",
        "curl -u "
      })
  @Timeout(60)
  void staysLinearOnTextsThatAreMadeToBeSlow(String part) {
    assertThat(SCAN.scan(part.repeat(64 * 1024 / part.length()))).isNotNull();
  }
}
