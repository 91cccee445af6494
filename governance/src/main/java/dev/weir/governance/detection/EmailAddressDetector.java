package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds e-mail addresses as people write them (RFC 5322 dot-atom at a domain name; Latin letters
 * with accents included, quoted local parts and address literals not).
 *
 * <p>Works outwards from each {@code @} and never past another one, so that every char is looked at
 * no more than a few times, whatever the text is made of.
 */
public final class EmailAddressDetector implements Detector {

  private static final int LOCAL_MAX = 64;
  private static final int DOMAIN_MAX = 253;
  private static final int LABEL_MAX = 63;
  private static final String LOCAL_MARKS = "!#$%&'*+/=?^_`{|}~-.";

  /** {@code icon@2x.png} is a file. */
  private static final Set<String> FILES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp");

  @Override
  public List<Finding> scan(CharSequence text) {
    List<Finding> findings = new ArrayList<>();
    CodePointOffsets offsets = new CodePointOffsets(text);
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) != '@') {
        continue;
      }
      int start = localStart(text, from, at);
      int end = start < at ? domainEnd(text, at + 1) : at;
      if (end > at + 1) {
        findings.add(finding(text, offsets.at(start), offsets.at(end), end));
        from = end;
      }
    }
    return List.copyOf(findings);
  }

  private static Finding finding(CharSequence text, int start, int end, int charEnd) {
    boolean login =
        charEnd + 1 < text.length()
            && text.charAt(charEnd) == ':'
            && !Character.isWhitespace(text.charAt(charEnd + 1));
    return login
        ? new Finding(FindingType.EMAIL_ADDRESS, start, end, 0.4, "email-or-login")
        : new Finding(FindingType.EMAIL_ADDRESS, start, end, 0.9, "email-dot-atom");
  }

  /** Where the local part before {@code at} starts; {@code at} itself when there is none. */
  private static int localStart(CharSequence text, int from, int at) {
    int start = at;
    while (start > from && at - start <= LOCAL_MAX && isLocal(text, start - 1)) {
      if (text.charAt(start - 1) == '.' && (start == at || text.charAt(start) == '.')) {
        break;
      }
      start--;
    }
    if (at - start > LOCAL_MAX) {
      return at;
    }
    while (start < at && !isWord(text.charAt(start)) && text.charAt(start) != '_') {
      start++;
    }
    return start;
  }

  private static boolean isLocal(CharSequence text, int position) {
    char c = text.charAt(position);
    return isWord(c) || LOCAL_MARKS.indexOf(c) >= 0;
  }

  /** Where the longest domain name from {@code start} ends; {@code start} when there is none. */
  private static int domainEnd(CharSequence text, int start) {
    int best = start;
    int label = start;
    int limit = Math.min(text.length(), start + DOMAIN_MAX);
    for (int labels = 1; label < limit; labels++) {
      int end = label;
      while (end < limit && (isWord(text.charAt(end)) || text.charAt(end) == '-')) {
        end++;
      }
      int last = end;
      while (last > label && text.charAt(last - 1) == '-') {
        last--;
      }
      if (last == label || last - label > LABEL_MAX || text.charAt(label) == '-') {
        break;
      }
      if (labels > 1 && isTopLevel(text.subSequence(label, last).toString())) {
        best = last;
      }
      if (last < end || end >= limit || text.charAt(end) != '.') {
        break;
      }
      label = end + 1;
    }
    return best;
  }

  private static boolean isTopLevel(String label) {
    return label.length() >= 2
        && (label.startsWith("xn--") || label.chars().allMatch(Character::isLetter))
        && !FILES.contains(label);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c >= '\u00c0' && c <= '\u024f' && c != '\u00d7' && c != '\u00f7');
  }
}
