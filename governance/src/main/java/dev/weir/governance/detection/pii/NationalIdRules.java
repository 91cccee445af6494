package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** National identity and tax numbers with their check digits, by country (ISO 3166). */
final class NationalIdRules {

  /** How much a number says that is well-formed and that no word explains. */
  private enum Strength {
    /** Letters, marks or check digits that hardly anything else has. */
    STRONG(0.7, 0.9),
    /** One of some hundred numbers of this length would pass: a guess, below what alerts. */
    FAIR(0.4, 0.85),
    /** One of ten would pass: words must say what it is. */
    WEAK(0, 0.8);

    private final double alone;
    private final double together;

    Strength(double alone, double together) {
      this.alone = alone;
      this.together = together;
    }
  }

  private static final List<String> WORDS =
      List.of("national id", "identity number", "identity card", "id number", "id card", "tax id");

  private final List<ScanRule> rules = new ArrayList<>();

  private NationalIdRules() {}

  static List<ScanRule> all() {
    NationalIdRules all = new NationalIdRules();
    all.centralEurope();
    all.northAndEast();
    all.southAndWest();
    all.americas();
    all.asiaAndPacific();
    return List.copyOf(all.rules);
  }

  private void centralEurope() {
    add(
        "de-steuer-id",
        11,
        11,
        "\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::germany,
        Strength.FAIR,
        "steuer",
        "idnr",
        "tin");
    add(
        "ch-ahv",
        13,
        13,
        "756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}",
        NationalIds::switzerland,
        Strength.STRONG,
        "ahv",
        "avs",
        "sozialversicherung");
    add(
        "at-svnr",
        10,
        10,
        "\\d{4}[ -]?\\d{6}",
        NationalIds::austria,
        Strength.WEAK,
        "svnr",
        "sozialversicherung",
        "versicherungsnummer");
    add(
        "cz-rodne-cislo",
        10,
        10,
        "\\d{6}/\\d{4}",
        NationalIds::czechia,
        Strength.STRONG,
        "rodn",
        "birth number");
    add(
        "cz-rodne-cislo-plain",
        10,
        10,
        "\\d{10}",
        NationalIds::czechia,
        Strength.WEAK,
        "rodn",
        "birth number");
    add("pl-pesel", 11, 11, "\\d{11}", NationalIds::poland, Strength.FAIR, "pesel");
    add("hr-oib", 11, 11, "\\d{11}", Checksums::mod11And10, Strength.WEAK, "oib");
    add(
        "ro-cnp",
        13,
        13,
        "[1-9]\\d{12}",
        NationalIds::romania,
        Strength.FAIR,
        "cnp",
        "cod numeric");
    add(
        "bg-egn",
        10,
        10,
        "\\d{10}",
        NationalIds::bulgaria,
        Strength.WEAK,
        "egn",
        "\u0435\u0433\u043d");
  }

  private void northAndEast() {
    add(
        "se-personnummer",
        10,
        12,
        "(?:\\d{2})?\\d{6}[-+]\\d{4}",
        NationalIds::sweden,
        Strength.STRONG,
        "personnummer",
        "samordningsnummer");
    add(
        "se-personnummer-plain",
        10,
        12,
        "(?:19|20)?\\d{10}",
        NationalIds::sweden,
        Strength.WEAK,
        "personnummer",
        "samordningsnummer");
    add(
        "no-foedselsnummer",
        11,
        11,
        "\\d{6} ?\\d{5}",
        NationalIds::norway,
        Strength.FAIR,
        "f\u00f8dselsnummer",
        "fodselsnummer",
        "personnummer",
        "fnr");
    add(
        "dk-cpr",
        10,
        10,
        "\\d{6}-\\d{4}",
        NationalIds::denmark,
        Strength.FAIR,
        "cpr",
        "personnummer");
    add(
        "fi-hetu",
        9,
        9,
        "(?i:\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y])",
        LetteredIds::finland,
        Strength.STRONG,
        "hetu",
        "henkil",
        "personal identity code");
    add(
        "baltic-personal-code",
        11,
        11,
        "[1-8]\\d{10}",
        NationalIds::baltic,
        Strength.FAIR,
        "isikukood",
        "asmens kodas",
        "personal code");
    add(
        "ru-snils",
        11,
        11,
        "\\d{3}-\\d{3}-\\d{3}[ -]\\d{2}",
        NationalIds::russia,
        Strength.STRONG,
        "snils",
        "\u0441\u043d\u0438\u043b\u0441");
    add(
        "tr-kimlik",
        11,
        11,
        "[1-9]\\d{10}",
        NationalIds::turkey,
        Strength.FAIR,
        "kimlik",
        "tckn",
        "t.c.");
    add(
        "gr-amka",
        11,
        11,
        "\\d{11}",
        NationalIds::greece,
        Strength.FAIR,
        "amka",
        "\u03b1\u03bc\u03ba\u03b1");
  }

  private void southAndWest() {
    add(
        "fr-nir",
        13,
        15,
        "[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[ABab]) ?\\d{3} ?\\d{3} ?\\d{2}",
        NationalIds::france,
        Strength.STRONG,
        "s\u00e9curit\u00e9 sociale",
        "nir",
        "insee");
    add(
        "es-dni",
        8,
        8,
        "(?i:\\d{8}[ -]?[A-HJ-NP-TV-Z])",
        LetteredIds::spain,
        Strength.STRONG,
        "dni",
        "nif",
        "documento");
    add(
        "es-nie",
        7,
        7,
        "(?i:[XYZ]-?\\d{7}-?[A-HJ-NP-TV-Z])",
        LetteredIds::spain,
        Strength.STRONG,
        "nie",
        "extranjero");
    add(
        "it-codice-fiscale",
        7,
        7,
        "(?i:[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z])",
        LetteredIds::italy,
        Strength.STRONG,
        "codice fiscale",
        "fiscal");
    add(
        "pt-nif",
        9,
        9,
        "\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::portugal,
        Strength.WEAK,
        "nif",
        "contribuinte");
    add(
        "nl-bsn",
        9,
        9,
        "\\d{9}|\\d{4}\\.\\d{2}\\.\\d{3}",
        NationalIds::netherlands,
        Strength.WEAK,
        "bsn",
        "burgerservicenummer",
        "sofi");
    add(
        "be-rijksregister",
        11,
        11,
        "\\d{2}\\.?\\d{2}\\.?\\d{2}[- ]?\\d{3}[. ]?\\d{2}",
        NationalIds::belgium,
        Strength.FAIR,
        "rijksregister",
        "registre national",
        "nrn");
    add(
        "gb-nino",
        6,
        6,
        "(?i:[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D])",
        LetteredIds::britain,
        Strength.STRONG,
        "nino",
        "national insurance");
    add(
        "ie-pps",
        7,
        7,
        "(?i:\\d{7}[A-W][A-IW]?)",
        LetteredIds::ireland,
        Strength.FAIR,
        "pps",
        "ppsn",
        "personal public service");
  }

  private void americas() {
    add(
        "br-cpf",
        11,
        11,
        "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}",
        NationalIds::brazilPerson,
        Strength.STRONG,
        "cpf");
    add("br-cpf-plain", 11, 11, "\\d{11}", NationalIds::brazilPerson, Strength.FAIR, "cpf");
    add(
        "br-cnpj",
        14,
        14,
        "\\d{2}\\.?\\d{3}\\.?\\d{3}/?\\d{4}-?\\d{2}",
        NationalIds::brazilCompany,
        Strength.STRONG,
        "cnpj");
    add(
        "ca-sin",
        9,
        9,
        "\\d{3}[ -]?\\d{3}[ -]?\\d{3}",
        NationalIds::canada,
        Strength.WEAK,
        "sin",
        "social insurance");
    add(
        "mx-curp",
        7,
        8,
        "(?i:[A-Z][AEIOUX][A-Z]{2}\\d{6}[HMX][A-Z]{5}[A-Z0-9]\\d)",
        LetteredIds::mexico,
        Strength.STRONG,
        "curp");
    add(
        "cl-rut",
        7,
        9,
        "(?i:\\d{1,2}\\.\\d{3}\\.\\d{3}-[0-9K])",
        LetteredIds::chile,
        Strength.STRONG,
        "rut",
        "run");
    add(
        "ar-cuit",
        11,
        11,
        "(?:2[03467]|3[034])-\\d{8}-\\d",
        NationalIds::argentina,
        Strength.STRONG,
        "cuit",
        "cuil");
  }

  private void asiaAndPacific() {
    add(
        "in-aadhaar",
        12,
        12,
        "[2-9]\\d{3}[ -]?\\d{4}[ -]?\\d{4}",
        NationalIds::india,
        Strength.FAIR,
        "aadhaar",
        "aadhar",
        "uidai");
    add(
        "in-pan",
        4,
        4,
        "[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]",
        _ -> true,
        Strength.STRONG,
        "pan",
        "permanent account");
    add(
        "cn-resident-id",
        17,
        18,
        "[1-8]\\d{16}[0-9Xx]",
        LetteredIds::china,
        Strength.STRONG,
        "\u8eab\u4efd",
        "resident");
    add(
        "kr-rrn",
        13,
        13,
        "\\d{6}-[1-8]\\d{6}",
        NationalIds::korea,
        Strength.STRONG,
        "rrn",
        "\uc8fc\ubbfc",
        "resident registration");
    add(
        "jp-my-number",
        12,
        12,
        "\\d{4}[ -]?\\d{4}[ -]?\\d{4}",
        NationalIds::japan,
        Strength.WEAK,
        "my number",
        "mynumber",
        "\u30de\u30a4\u30ca\u30f3\u30d0\u30fc",
        "\u500b\u4eba\u756a\u53f7");
    add("tw-id", 9, 9, "[A-Z][12]\\d{8}", LetteredIds::taiwan, Strength.STRONG, "taiwan");
    add(
        "hk-id",
        6,
        7,
        "[A-Z]\\d{6}\\([0-9A]\\)",
        LetteredIds::hongKong,
        Strength.STRONG,
        "hkid",
        "hong kong");
    add(
        "sg-nric",
        7,
        7,
        "[STFG]\\d{7}[A-Z]",
        LetteredIds::singapore,
        Strength.STRONG,
        "nric",
        "fin");
    add(
        "th-id",
        13,
        13,
        "\\d-?\\d{4}-?\\d{5}-?\\d{2}-?\\d",
        NationalIds::thailand,
        Strength.WEAK,
        "thai",
        "\u0e1a\u0e31\u0e15\u0e23");
    add(
        "au-tfn",
        9,
        9,
        "\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::australia,
        Strength.WEAK,
        "tfn",
        "tax file");
    add(
        "za-id",
        13,
        13,
        "\\d{6} ?\\d{4} ?\\d{3}",
        NationalIds::southAfrica,
        Strength.STRONG,
        "south africa");
    add(
        "il-id",
        9,
        9,
        "\\d{9}",
        Checksums::luhn,
        Strength.WEAK,
        "teudat",
        "israeli id",
        "\u05ea\u05e2\u05d5\u05d3\u05ea");
  }

  private void add(
      String name,
      int digitsMin,
      int digitsMax,
      String regex,
      Predicate<String> valid,
      Strength strength,
      String... words) {
    List<String> near = new ArrayList<>(List.of(words));
    near.addAll(WORDS);
    rules.add(
        ScanRule.of(
            "national-id-" + name,
            FindingType.NATIONAL_ID,
            strength.together,
            new DigitRun(digitsMin, digitsMax, 4, 4),
            "\\b(?:" + regex + ")" + (regex.endsWith("\\)") ? "" : "\\b"),
            Shape.ALONE
                .and(Shape.compact(valid))
                .and(Context.scored(strength.alone, strength.together, near))));
  }
}
