package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/**
 * Passwords and tokens where programs are told to use them: URLs, headers, command lines, netrc.
 */
final class Logins {

  private static final int LINE_MAX = 400;

  /** Above what names the whole URL: its secret is this part, and is traced by it. */
  private static final double URL_SCORE = 0.96;

  static final List<ScanRule> RULES =
      List.of(
          login(
              "url-password",
              URL_SCORE,
              "://[^\\s:/@?#\"'<>\\\\]{0,}:([^\\s/@\"'<>?#\\\\]{2,})@[A-Za-z0-9\\[*_{$-]",
              Passwords.IN_URL,
              "://"),
          login(
              "connection-string-password",
              0.85,
              "(?i:password|pwd)[ \\t]{0,2}=[ \\t]{0,2}([^;\"'\\s&<>(][^;\"'\\s&<>]{2,})",
              Passwords.IN_CONNECTION,
              "password",
              "pwd"),
          login(
              "oracle-password",
              0.85,
              "(?i:jdbc:oracle):[a-z]{2,5}:[^\\s:/@\"']{1,60}/([^\\s/@\"']{3,})@",
              Passwords.IN_URL,
              "jdbc:oracle:"),
          login(
              "http-bearer",
              0.85,
              "(?i:bearer|token|splunk|apikey|ssws|bot|klaviyo-api-key)[:\\s]{1,3}([A-Za-z0-9_.~+/=-]{12,})",
              Passwords.BEARER,
              "Bearer",
              "Authorization: Token",
              "Token ",
              "Splunk ",
              "SSWS "),
          login(
              "http-basic",
              0.85,
              "(?i:basic)\\s{1,3}([A-Za-z0-9+/]{8,}={0,2})",
              Passwords.BASIC,
              "Basic "),
          login(
              "curl-user",
              0.8,
              "(?:curl|wget)\\s(?:[^\\n]*?\\s)?(?:-u|--user|--proxy-user)[ =]{0,2}[\"']?[^\\s:\"']{1,}:([^\\s\"']{3,})",
              Passwords.ARGUMENT,
              "curl ",
              "wget "),
          login(
              "netrc-password",
              0.85,
              "(?:machine\\s{1,8}[^\\s]{1,}|default)\\s{1,8}login\\s{1,8}[^\\s]{1,}\\s{1,8}password\\s{1,8}([^\\s]{3,})",
              Passwords.ARGUMENT,
              "machine ",
              "default login"),
          // A line of PostgreSQL's password file: host, port, database, user, password.
          login(
              "pgpass-password",
              0.75,
              ":(?:5432|6432|5433):[A-Za-z0-9_*-]{1,60}:[A-Za-z0-9_*.-]{1,60}:([^\\s:\"']{4,})",
              Passwords.ARGUMENT,
              ":5432:",
              ":5433:",
              ":6432:"),
          login(
              "command-password",
              0.75,
              "(?i:psexec(?:\\.exe)?|sshpass|mysql(?:dump|admin)?|ldap(?:search|modify|add)|smbclient|net use|xfreerdp|winexe|wmic|sqlcmd|docker login|az login|redis-cli)"
                  + "[^\\n]{0,}?\\s(?:-p|-w|-P|-a|/p:|/password:|--password[ =]?)\\s?[\"']?([^\\s\"'-][^\\s\"']{2,})",
              Passwords.ARGUMENT,
              "psexec",
              "sshpass",
              "mysql",
              "ldapsearch",
              "ldapmodify",
              "ldapadd",
              "xfreerdp",
              "winexe",
              "wmic",
              "sqlcmd",
              "docker login",
              "az login",
              "redis-cli"),
          login(
              "connect-password",
              0.75,
              "(?i)connect-viserver[^\\n]{0,}?\\s-password\\s{1,4}[\"']?([^\\s\"']{3,})",
              Passwords.ARGUMENT,
              "Connect-VIServer"),
          login(
              "credential-call",
              0.75,
              "(?i:NetworkCredential|DirectoryEntry|UsernamePasswordCredentials|PasswordAuthentication|HTTPBasicAuth|basic_auth|setBasicAuth|IDENTIFIED BY|ConvertTo-SecureString)"
                  + "(?:\\s{0,2}\\(|\\s)(?:\\s{0,20}[\"'][^\"'\\n]{1,}[\"']\\s{0,4},){0,2}\\s{0,20}(?:-String\\s)?[\"']([^\"'\\s]{3,})[\"']",
              Passwords.ARGUMENT,
              "NetworkCredential",
              "DirectoryEntry",
              "UsernamePasswordCredentials",
              "PasswordAuthentication",
              "BasicAuth",
              "basic_auth",
              "IDENTIFIED BY",
              "ConvertTo-SecureString"));

  private Logins() {}

  private static ScanRule login(
      String id, double score, String pattern, Check check, String... marks) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        score,
        new Anchor.Start(List.of(marks), false, LINE_MAX),
        Rows.pinned(pattern),
        1,
        check);
  }
}
