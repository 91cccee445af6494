package dev.weir.standalone.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call is not answered with what it asked for, with Confluent's status, code and words. It is
 * an exception because the look-ups that end in one are nested; the handler alone catches it.
 */
final class Refusal extends RuntimeException {

  private final int code;

  private Refusal(int code, String message) {
    this(code, message, null);
  }

  private Refusal(int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Three digits, or the status and two more. */
  int code() {
    return code;
  }

  int status() {
    return code < 1000 ? code : code / 100;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  static Refusal noSuchAddress() {
    return new Refusal(404, "HTTP 404 Not Found");
  }

  static Refusal wrongMethod() {
    return new Refusal(405, "HTTP 405 Method Not Allowed");
  }

  static Refusal wrongContentType() {
    return new Refusal(415, "HTTP 415 Unsupported Media Type");
  }

  static Refusal bodyTooLarge(int limitBytes) {
    return new Refusal(413, "The body is larger than " + limitBytes + " bytes");
  }

  static Refusal notJson() {
    return new Refusal(400, "Unable to process JSON");
  }

  static Refusal incompatible(String subject, List<String> details) {
    return new Refusal(
        409,
        "Schema being registered is incompatible with an earlier schema for subject \"%s\", details: %s"
            .formatted(subject, details));
  }

  static Refusal subjectNotFound(String subject) {
    return new Refusal(40401, "Subject '%s' not found.".formatted(subject));
  }

  static Refusal versionNotFound(int version) {
    return new Refusal(40402, "Version %d not found.".formatted(version));
  }

  static Refusal schemaNotFound() {
    return new Refusal(40403, "Schema not found");
  }

  static Refusal schemaNotFound(int id) {
    return new Refusal(40403, "Schema %d not found".formatted(id));
  }

  static Refusal subjectSoftDeleted(String subject) {
    return new Refusal(
        40404,
        "Subject '%s' was soft deleted. Set permanent=true to delete permanently"
            .formatted(subject));
  }

  static Refusal subjectNotSoftDeleted(String subject) {
    return new Refusal(
        40405,
        "Subject '%s' was not deleted first before being permanently deleted".formatted(subject));
  }

  static Refusal versionSoftDeleted(String subject, int version) {
    return new Refusal(
        40406,
        "Subject '%s' Version %d was soft deleted. Set permanent=true to delete permanently"
            .formatted(subject, version));
  }

  static Refusal versionNotSoftDeleted(String subject, int version) {
    return new Refusal(
        40407,
        "Subject '%s' Version %d was not deleted first before being permanently deleted"
            .formatted(subject, version));
  }

  static Refusal noCompatibilityOfItsOwn(String subject) {
    return new Refusal(
        40408,
        "Subject '%s' does not have subject-level compatibility configured".formatted(subject));
  }

  static Refusal noModeOfItsOwn(String subject) {
    return new Refusal(
        40409, "Subject '%s' does not have subject-level mode configured".formatted(subject));
  }

  static Refusal invalidSchema(String why) {
    return new Refusal(42201, "Invalid schema: " + why);
  }

  static Refusal invalidVersion(String version) {
    return new Refusal(
        42202,
        "The specified version '%s' is not a valid version id. Allowed values are between [1, 2^31-1]"
                .formatted(version)
            + " and the string \"latest\"");
  }

  static Refusal invalidCompatibility() {
    return new Refusal(
        42203,
        "Invalid compatibility level. Valid values are none, backward, forward, full,"
            + " backward_transitive, forward_transitive, and full_transitive");
  }

  static Refusal invalidMode() {
    return new Refusal(42204, "Invalid mode. Valid values here are READWRITE and READONLY");
  }

  static Refusal readOnly(String subject) {
    return new Refusal(42205, "Subject %s is in read-only mode".formatted(subject));
  }

  static Refusal limitReached(String what, int limit) {
    return new Refusal(42205, "The limit of %d %s is reached".formatted(limit, what));
  }

  static Refusal isReferenced(String subject, int version) {
    return new Refusal(
        42206,
        "One or more references exist to the schema {subject=%s,version=%d}."
            .formatted(subject, version));
  }

  static Refusal invalidSubject(String subject) {
    return new Refusal(42208, "The specified subject '%s' is not a valid.".formatted(subject));
  }

  static Refusal storeFailed(@Nullable Throwable cause) {
    return new Refusal(50001, "Error in the backend data store", cause);
  }

  static Refusal storeTimedOut(@Nullable Throwable cause) {
    return new Refusal(50002, "Operation timed out", cause);
  }
}
