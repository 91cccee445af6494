package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiiRulesTest {

  private static final TextScan SCAN = TextScan.of(PiiRules.all());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Steuer-ID 86095742719 | 86095742719 | national-id-de-steuer-id",
        "AHV 756.9217.0769.85 | 756.9217.0769.85 | national-id-ch-ahv",
        "SVNR 1237 010180 | 1237 010180 | national-id-at-svnr",
        "PESEL: 44051401359 | 44051401359 | national-id-pl-pesel",
        "BSN 111222333 | 111222333 | national-id-nl-bsn",
        "rijksregister 85.07.30-033.28 | 85.07.30-033.28 | national-id-be-rijksregister",
        "I am 811218-9876 here | 811218-9876 | national-id-se-personnummer",
        "hetu 131052-308T | 131052-308T | national-id-fi-hetu",
        "hetu 020563-7924 | 020563-7924 | national-id-fi-hetu",
        "rodné číslo 7401040020 | 7401040020 | national-id-cz-rodne-cislo-plain",
        "CPR-nummer 0101701234 | 0101701234 | national-id-dk-cpr-plain",
        "DNI 12.345.678-Z | 12.345.678-Z | national-id-es-dni",
        "numéro national 85.07.30-033.28 | 85.07.30-033.28 | national-id-be-rijksregister",
        "PPSN 1234567 FA | 1234567 FA | national-id-ie-pps",
        "nric s1234567d | s1234567d | national-id-sg-nric-small",
        "EIN 12-3456789 | 12-3456789 | national-id-us-ein",
        "DL# 123456789 | 123456789 | driver-licence-short",
        "4111.1111.1111.1111 | 4111.1111.1111.1111 | card-luhn-brand",
        "MAC ab:a3:bc:de:f0:1a | ab:a3:bc:de:f0:1a | mac-eui48",
        "mac a3bc.12ef.9d01 | a3bc.12ef.9d01 | mac-eui48",
        "NIR 1 84 12 76 451 089 46 | 1 84 12 76 451 089 46 | national-id-fr-nir",
        "my DNI 12345678Z | 12345678Z | national-id-es-dni",
        "NIE X1234567L | X1234567L | national-id-es-nie",
        "codice RSSMRA85T10A562S | RSSMRA85T10A562S | national-id-it-codice-fiscale",
        "NI: AB 12 34 56 C | AB 12 34 56 C | national-id-gb-nino",
        "PPS 1234567FA | 1234567FA | national-id-ie-pps",
        "CPF 529.982.247-25 | 529.982.247-25 | national-id-br-cpf",
        "CNPJ 11.222.333/0001-81 | 11.222.333/0001-81 | national-id-br-cnpj",
        "id 11010519491231002X ok | 11010519491231002X | national-id-cn-resident-id",
        "TCKN 10000000146 | 10000000146 | national-id-tr-kimlik",
        "RUT 12.345.678-5 | 12.345.678-5 | national-id-cl-rut",
        "CURP HEGG560427MVZRRL04 | HEGG560427MVZRRL04 | national-id-mx-curp",
        "from Taiwan A123456789 | A123456789 | national-id-tw-id",
        "HKID A123456(3) | A123456(3) | national-id-hk-id",
        "NRIC S1234567D | S1234567D | national-id-sg-nric",
        "SNILS 112-233-445 95 | 112-233-445 95 | national-id-ru-snils",
        "SIN 193 456 787 | 193 456 787 | national-id-ca-sin",
        "ID 8001015009087 | 8001015009087 | national-id-za-id",
        "TFN 123 456 782 | 123 456 782 | national-id-au-tfn",
        "OIB 69435151530 | 69435151530 | national-id-hr-oib",
        "PAN ABCPE1234F | ABCPE1234F | national-id-in-pan",
        "isikukood 37605030299 | 37605030299 | national-id-baltic-personal-code",
        "CNP 1800101221144 | 1800101221144 | national-id-ro-cnp",
        "NHS number 943 476 5919 | 943 476 5919 | uk-nhs",
        "NPI 1234567893 | 1234567893 | us-npi",
        "DEA AB1234563 | AB1234563 | us-dea",
        "Medicare 1EG4-TE5-MK73 | 1EG4-TE5-MK73 | us-mbi",
        "ITIN 912-72-1234 | 912-72-1234 | us-itin",
        "SSN: 123-45-6780 | 123-45-6780 | us-ssn",
        "social security 219099998 | 219099998 | us-ssn-plain",
        "IBAN GB29 NWBK 6016 1331 9268 19 to me | GB29 NWBK 6016 1331 9268 19 | iban-mod97",
        "de89370400440532013000 | de89370400440532013000 | iban-mod97",
        "routing 021000021 | 021000021 | aba-routing",
        "SWIFT: DEUTDEFF500 | DEUTDEFF500 | swift-bic",
        "sort code 20-00-00 | 20-00-00 | uk-sort-code",
        "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa | bitcoin-base58check",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 | bitcoin-bech32",
        "0x52908400098527886E0F7030069857D2E4169EE7 | 0x52908400098527886E0F7030069857D2E4169EE7 | ethereum",
        "at 192.168.10.20: | 192.168.10.20 | ipv4",
        "build server 192.168.10.20 | 192.168.10.20 | ipv4",
        "the release went to 192.168.10.20 | 192.168.10.20 | ipv4",
        "version 2 on 192.168.10.20 | 192.168.10.20 | ipv4",
        "12,5577827956557571,345 | 5577827956557571 | card-luhn-brand",
        "5577827956557571,345 | 5577827956557571 | card-luhn-brand",
        "4711,090-81-8867,0 | 090-81-8867 | us-ssn",
        "DNI: 45817203 | 45817203 | national-id-ar-pe-dni",
        "DNI N.\u00ba 45.817.203 | 45.817.203 | national-id-ar-pe-dni",
        "RFC: GODE561231GR8 | GODE561231GR8 | national-id-mx-rfc",
        "NIN is 58213904671 | 58213904671 | national-id-ng-nin",
        "Voter ID: XKJ4471932 | XKJ4471932 | national-id-in-voter-id",
        "INN 7707083893 | 7707083893 | national-id-ru-inn-company-latin",
        "CNH 04518203967 | 04518203967 | driver-licence-cnh",
        "7,203.0.113.77,9 | 203.0.113.77 | ipv4",
        "client/203.0.113.77 | 203.0.113.77 | ipv4",
        "peer/203.0.113.77:8080 | 203.0.113.77 | ipv4",
        "Peer/203.0.113.77:8080 | 203.0.113.77 | ipv4",
        "user@host/203.0.113.77 | 203.0.113.77 | ipv4",
        "pod/10.244.1.17 moved | 10.244.1.17 | ipv4",
        "Pod/10.244.1.17 moved | 10.244.1.17 | ipv4",
        "203.0.113.77-frontend | 203.0.113.77 | ipv4",
        "ip-203.0.113.77-eu | 203.0.113.77 | ipv4",
        "/203.0.113.77:51034 | 203.0.113.77 | ipv4",
        "postgres://u:$ecretpw@db/x | postgres://u:$ecretpw@db | url-userinfo",
        "postgres://app:{abc}def}@db.example.com/x | postgres://app:{abc}def}@db.example.com | url-userinfo",
        "postgres://app:$tr0ngpassword@db.example.com/x | postgres://app:$tr0ngpassword@db.example.com | url-userinfo",
        "postgres://app:%secret1@db.example.com/x | postgres://app:%secret1@db.example.com | url-userinfo",
        "device EB:D3:C5:4F:DA:E9 joined | EB:D3:C5:4F:DA:E9 | mac-eui48",
        "call 001 212 555 0123 now | 001 212 555 0123 | phone-international",
        "pay BI4516155472581816271831184 | BI4516155472581816271831184 | iban-mod97",
        "LTC Lfz3gaLoc3GcZMPxm5BdnGHN9RDrdNduXH | Lfz3gaLoc3GcZMPxm5BdnGHN9RDrdNduXH | wallet-base58check",
        "to ltc1qda573n6u5ekxfj5myqnxc2hk0ccrqg2ud7n0rt | ltc1qda573n6u5ekxfj5myqnxc2hk0ccrqg2ud7n0rt | bitcoin-bech32",
        "DNS is 8.8.8.8 | 8.8.8.8 | ipv4",
        "DHCP release 192.168.10.20 | 192.168.10.20 | ipv4",
        "my server 192.168.10.20 | 192.168.10.20 | ipv4",
        "at 2001:db8::8a2e:370:7334 | 2001:db8::8a2e:370:7334 | ipv6-short",
        "d80:e4b5:79da:6cf6:71f3:51f7:9161:c319 | d80:e4b5:79da:6cf6:71f3:51f7:9161:c319 | ipv6",
        "mac 00:1A:2B:3C:4D:5E. | 00:1A:2B:3C:4D:5E | mac-eui48",
        "see postgres://app:pass@db.example:5432/x | postgres://app:pass@db.example:5432 | url-userinfo",
        "passport number is C03005988 | C03005988 | passport",
        "driver’s license number is F162823540116 | F162823540116 | driver-licence",
        "She was born on 2/7/1961. | 2/7/1961 | date-of-birth",
        "date of birth: March 3, 1980 | March 3, 1980 | date-of-birth",
        "ring +49 30 901820 now | +49 30 901820 | phone-international",
        "call (415) 555-2671 | (415) 555-2671 | phone-north-american",
        "tel 0490 75 40 81 | 0490 75 40 81 | phone-trunk-zero",
        "phone 60-56-85-91 | 60-56-85-91 | phone-national"
      })
  void findsTheNumberAndNothingAround(String text, String number, String rule) {
    assertThat(SCAN.scan(text))
        .extracting(finding -> slice(text, finding), Finding::rule)
        .containsExactly(org.assertj.core.api.Assertions.tuple(number, rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It took 1763854638123 ms on 2026-11-26 10:15:00, build 4.3.1",
        "netmask 255.255.255.0, route 10.0.0.0/8",
        "chapter 10.2.3.1, table 3.2.1.4",
        "nginx/1.25.3.1 and phase 2.0.0.1-beta",
        "Firefox/13.0.2.1 and 20.30.40.50-rc1",
        "The build run 12345678-5 finished",
        "Holiday Inn booking 7707083893",
        "The nit 12345678919 in review",
        "nin = 20250101123",
        "The voter ABC1234567 model",
        "Documento nacional 20250131",
        "ENGINE DNI 12345678",
        "id number 20250131, id card ABC1234567",
        "tax id 12345678901",
        "rfc: TEST010101AAA",
        "We issued passports to 250000 people",
        "driver's license expires 12/05/2027",
        "driver licence agreement 12345",
        "cnh 5000000",
        "CNHi 12345-12",
        "passport.js version 123456 installed",
        "require('passport'); app.listen(300000)",
        "patente: US1234567",
        "The mobile app had 12345678901 downloads",
        "telephone event id 17000000001",
        "gsm 1024 2048 4096",
        "contact (2023) 45678",
        "NDC 0002-8215-01",
        "000-00-0000 and 999-99-9999",
        "550e8400-e29b-41d4-a716-446655440000",
        "d41d8cd98f00b204e9800998ecf8427e",
        "std::vector<int> a{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};",
        "lines 100-200, 300-400 and 500-600 of 12345",
        "GB29 NWBK 6016 1331 9268 18",
        "order 123456789 of 2024-01-01",
        "https://example.com:8080/a@b",
        "version 10.2.3",
        "Version 10.20.30.40",
        "version: 10.20.30.40",
        "\"appVersion\": \"10.20.30.40\"",
        "APP_VERSION=10.20.30.40",
        "driver_version = '10.20.30.40'",
        "Please install v10.20.30.40 today",
        "V. 10.20.30.40 is out",
        "v1.2.3.4",
        "release 10.20.30.40",
        "Release: v10.20.30.40",
        "build 10.20.30.40",
        "in der Fassung 10.20.30.40",
        "the firmware is 12.41.100.18",
        "Firmware 12.41.100.18 was installed"
      })
  void leavesOtherNumbersAlone(String text) {
    assertThat(SCAN.scan(text).stream().filter(finding -> finding.score() >= 0.5)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://app:$DB_PASSWORD@db.example.com/x",
        "postgres://app:${db.password}@db.example.com/x",
        "postgres://app:{password}@db.example.com/x",
        "postgres://%s:%s@db.example.com/x",
        "postgres://app:%(password)s@db.example.com/x",
        "postgres://app:****@db.example.com/x"
      })
  void findsNoPasswordWhereOnlyItsPlaceIs(String text) {
    assertThat(SCAN.scan(text)).extracting(Finding::rule).doesNotContain("url-userinfo");
  }

  @Test
  void findsADateOfBirthInTheNextLine() {
    assertThat(SCAN.scan("Date of birth:\n 1961-10-14 10:15"))
        .extracting(Finding::rule)
        .isEqualTo(List.of("date-of-birth"));
    assertThat(SCAN.scan("Date of birth:\n\n 1961-10-14")).isEmpty();
  }

  @Test
  void keepsTheUrlWhereAPasswordLooksLikeAnAddress() {
    assertThat(SCAN.scan("https://ann:s3cret@example.com/x"))
        .extracting(Finding::rule)
        .isEqualTo(List.of("url-userinfo"));
  }

  private static String slice(String text, Finding finding) {
    return text.substring(
        text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end()));
  }
}
