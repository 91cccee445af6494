package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.pii.IdRuleList.Strength;
import java.util.Set;

/** Identity and tax numbers of the Americas, Africa, Asia and the Pacific. */
final class OverseasIdRules {

  private static final Set<String> NO_OFFICE =
      Set.of(
          "00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89",
          "96", "97");

  private OverseasIdRules() {}

  static void addTo(IdRuleList rules) {
    americas(rules);
    asiaAndPacific(rules);
  }

  private static void americas(IdRuleList rules) {
    rules.add(
        "br-cpf",
        11,
        11,
        "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}",
        NationalIds::brazilPerson,
        Strength.STRONG,
        "cpf");
    rules.add("br-cpf-plain", 11, 11, "\\d{11}", NationalIds::brazilPerson, Strength.FAIR, "cpf");
    rules.add(
        "br-cnpj",
        14,
        14,
        "\\d{2}\\.?\\d{3}\\.?\\d{3}/?\\d{4}-?\\d{2}",
        NationalIds::brazilCompany,
        Strength.STRONG,
        "cnpj");
    rules.add(
        "ca-sin",
        9,
        9,
        "\\d{3}[ -]?\\d{3}[ -]?\\d{3}",
        NationalIds::canada,
        Strength.WEAK,
        "sin",
        "social insurance");
    rules.add(
        "mx-curp",
        7,
        8,
        "(?i:[A-Z][AEIOUX][A-Z]{2}\\d{6}[HMX][A-Z]{5}[A-Z0-9]\\d)",
        LetteredIds::mexico,
        Strength.STRONG,
        "curp");
    rules.add(
        "cl-rut",
        7,
        9,
        "(?i:\\d{1,2}\\.\\d{3}\\.\\d{3}-[0-9K])",
        LetteredIds::chile,
        Strength.STRONG,
        "rut",
        "run");
    rules.addBeside(
        "cl-rut-plain", 7, 9, "(?i:\\d{7,8}-?[0-9K])", LetteredIds::chile, "rut", "r.u.t");
    rules.add(
        "ar-cuit",
        11,
        11,
        "(?:2[03467]|3[034])-\\d{8}-\\d",
        NationalIds::argentina,
        Strength.STRONG,
        "cuit",
        "cuil");
  }

  private static void asiaAndPacific(IdRuleList rules) {
    rules.add(
        "in-aadhaar",
        12,
        12,
        "[2-9]\\d{3}[ -]?\\d{4}[ -]?\\d{4}",
        NationalIds::india,
        Strength.FAIR,
        "aadhaar",
        "aadhar",
        "uidai");
    rules.add(
        "in-pan",
        4,
        4,
        "[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]",
        _ -> true,
        Strength.STRONG,
        "pan",
        "permanent account");
    rules.add(
        "cn-resident-id",
        17,
        18,
        "[1-8]\\d{16}[0-9Xx]",
        LetteredIds::china,
        Strength.STRONG,
        "\u8eab\u4efd",
        "resident");
    rules.add(
        "kr-rrn",
        13,
        13,
        "\\d{6}-[1-8]\\d{6}",
        NationalIds::korea,
        Strength.STRONG,
        "rrn",
        "\uc8fc\ubbfc",
        "resident registration");
    rules.add(
        "kr-rrn-plain",
        13,
        13,
        "\\d{6}[1-8]\\d{6}",
        NationalIds::korea,
        Strength.WEAK,
        "rrn",
        "\uc8fc\ubbfc",
        "resident registration");
    rules.add(
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
    rules.add("tw-id", 9, 9, "[A-Z][12]\\d{8}", LetteredIds::taiwan, Strength.STRONG, "taiwan");
    rules.add(
        "hk-id",
        6,
        7,
        "[A-Z]\\d{6}\\([0-9A]\\)",
        LetteredIds::hongKong,
        Strength.STRONG,
        "hkid",
        "hong kong");
    rules.add(
        "sg-nric",
        7,
        7,
        "[STFG]\\d{7}[A-Z]",
        LetteredIds::singapore,
        Strength.STRONG,
        "nric",
        "fin");
    rules.add(
        "sg-nric-small",
        7,
        7,
        "[stfg]\\d{7}[a-z]",
        LetteredIds::singapore,
        Strength.WEAK,
        "nric",
        "fin");
    rules.add(
        "us-ein",
        9,
        9,
        "\\d{2}-\\d{7}",
        OverseasIdRules::employer,
        Strength.WEAK,
        "ein",
        "fein",
        "employer identification",
        "employer id");
    rules.add(
        "th-id",
        13,
        13,
        "\\d-?\\d{4}-?\\d{5}-?\\d{2}-?\\d",
        NationalIds::thailand,
        Strength.WEAK,
        "thai",
        "\u0e1a\u0e31\u0e15\u0e23",
        "\u0e1b\u0e23\u0e30\u0e0a\u0e32\u0e0a\u0e19");
    rules.add(
        "au-tfn",
        9,
        9,
        "\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::australia,
        Strength.WEAK,
        "tfn",
        "tax file");
    rules.add(
        "za-id",
        13,
        13,
        "\\d{6} ?\\d{4} ?\\d{3}",
        NationalIds::southAfrica,
        Strength.STRONG,
        "south africa");
    rules.add(
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

  /** United States, employer identification number: prefixes of the offices that give them out. */
  private static boolean employer(String id) {
    return !NO_OFFICE.contains(id.substring(0, 2));
  }
}
