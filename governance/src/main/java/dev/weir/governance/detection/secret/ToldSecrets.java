package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/**
 * Passwords and keys as people tell them in sentences of many languages: {@code Das Kennwort lautet
 * ...}, {@code mot de passe : ...}, {@code La contraseña es ...}.
 */
final class ToldSecrets {

  private static final int DISTANCE_MAX = 160;

  /** What names a password and nothing else. */
  private static final String[] PASSWORDS = {
    "password",
    "passwort",
    "kennwort",
    "zugangscode",
    "mot de passe",
    "code d'accès",
    "contraseña",
    "contrasena",
    "palabra de paso",
    "parola d'ordine",
    "parola d'accesso",
    "wachtwoord",
    "senha",
    "palavra-passe",
    "hasło",
    "haslo",
    "heslo",
    "jelszó",
    "lösenord",
    "passord",
    "adgangskode",
    "kodeord",
    "salasana",
    "parolă",
    "şifre",
    "пароль",
    "пароля",
    "κωδικός πρόσβασης",
    "mật khẩu",
    "kata sandi",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "كلمة المرور"
  };

  /** What names a key, and often something else. */
  private static final String[] KEYS = {
    "schlüssel",
    "zugangsdaten",
    "clé api",
    "clé d'api",
    "clé secrète",
    "clé d'accès",
    "jeton",
    "clave",
    "clave secreta",
    "chiave api",
    "chiave segreta",
    "chiave di accesso",
    "chiave d'accesso",
    "chave",
    "sleutel",
    "klucz",
    "ключ",
    "apiキー",
    "密钥",
    "api key",
    "access key",
    "secret key",
    "access token"
  };

  private static final String QUOTE = "[\"'`«»„“”(\\[]{0,2}";

  /** Passwords are typed: ASCII, without what closes them. */
  private static final String VALUE =
      QUOTE + "([!#-&(-;=?-Z^-_a-~]{5,63}[A-Za-z0-9#$%&*+=@^_~!?-])";

  private static final String GAP = "[^\\n\\r:=.]{0,40}?";

  private static final String IS =
      "(?:[ \\t]{1,3}(?:is|was|are|ist|lautet|war|est|es|era|será|sera|é|è|e'|sono|is nu|to|jest|är|er|on|là|adalah|это|-|->|=>)[ \\t]{1,3}"
          + "|[ \\t]{0,3}(?:是|为|為|は|が|는|은)[ \\t]{0,3}|[\"'`*_)\\]]{0,3}[ \\t]{0,3}(?::|=|—|–)[ \\t]{0,3})";

  static final List<ScanRule> RULES =
      List.of(
          told("told-password", words(PASSWORDS) + GAP + IS + VALUE, ToldValue.USUAL, PASSWORDS),
          told("told-key", words(KEYS) + GAP + IS + VALUE, ToldValue.STRONG, KEYS),
          told(
              "told-password-next",
              words(PASSWORDS) + "(?:\\s{1,2}[^\\s:=.,]{1,20}){0,3}?\\s{1,2}" + VALUE,
              ToldValue.STRONG,
              PASSWORDS),
          login(
              "told-login",
              "(?:\\s{1,3}|\\S{0,8}[^\\n\\r:=/]{0,30}?(?:\\s(?:are|is|sind|lauten|lautet|son|sont|sono|zijn|são)\\s{1,3}|\\s{0,2}[:=]\\s{0,3}))"
                  + QUOTE
                  + "[A-Za-z0-9_.@-]{2,40}\\s{0,2}[:/|]\\s{0,2}"
                  + VALUE,
              "creds",
              "credentials",
              "login",
              "zugangsdaten",
              "anmeldedaten",
              "identifiants",
              "credenciales",
              "credenziali",
              "inloggegevens",
              "credenciais"));

  private ToldSecrets() {}

  private static String words(String... words) {
    return "(?i:" + String.join("|", words) + ")";
  }

  private static ScanRule login(String id, String pattern, String... names) {
    return told(id, words(names) + pattern, ToldValue.STRONG, names);
  }

  private static ScanRule told(String id, String pattern, ToldValue check, String... names) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        0.6,
        new Anchor.Start(List.of(names), false, DISTANCE_MAX),
        Rows.pinned(pattern),
        1,
        check);
  }
}
