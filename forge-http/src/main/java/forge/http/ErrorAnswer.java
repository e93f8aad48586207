// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.SkillResult;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a request that gets nothing else, in the one shape that errors have. Thrown
 * anywhere, sent in one place; carries no stack trace, it is an answer and no bug.
 */
final class ErrorAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String HALTED =
      "Every skill is halted, so nothing can go live and nothing has changed;"
          + " POST /api/v1/forge/resume first, then do this again";

  private final int status;
  private final String code;
  private final transient List<Problem> errors;
  private final transient Map<String, String> headers;

  ErrorAnswer(int status, String code, String message) {
    this(status, code, message, List.of(), Map.of());
  }

  ErrorAnswer(
      int status, String code, String message, List<Problem> errors, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  /** One field, header or parameter of the request is wrong. */
  static ErrorAnswer badRequest(String path, String message) {
    return new ErrorAnswer(
        400,
        "bad_request",
        "'" + path + "' " + message,
        List.of(new Problem(path, message)),
        Map.of());
  }

  /** No skill is known by that text. */
  static ErrorAnswer unknownSkill(String name) {
    return new ErrorAnswer(
        404,
        "unknown_skill",
        "unknown skill: " + Text.clip(name) + "; GET /api/v1/skills lists those there are");
  }

  /** What was asked for was refused before anything was made of it. */
  static ErrorAnswer of(Rejected rejected) {
    return ofGateway(rejected.stage(), rejected.findings(), rejected.getMessage())
        .orElseGet(() -> ofSpec(rejected));
  }

  private static ErrorAnswer ofSpec(Rejected rejected) {
    return new ErrorAnswer(
        400,
        isAbout(rejected.findings(), "malformed_json") ? "malformed_json" : "bad_spec",
        rejected.getMessage(),
        rejected.findings().stream()
            .map(finding -> new Problem(finding.where(), finding.message()))
            .toList(),
        Map.of());
  }

  /**
   * A refusal that is not the order's fault, and that no other order would mend: every skill is
   * halted, or the disk fails. 507 tells a client what 503 would not: to try again alone is no use.
   *
   * @return empty when the order is to blame
   */
  static Optional<ErrorAnswer> ofGateway(Stage stage, List<Finding> findings, String message) {
    if (isAbout(findings, "halted")) return Optional.of(new ErrorAnswer(503, "halted", HALTED));
    if (stage != Stage.STORE) return Optional.empty();
    boolean lost = isAbout(findings, "store.missing") || isAbout(findings, "store.damaged");
    return Optional.of(
        lost
            ? new ErrorAnswer(500, "store_damaged", message)
            : new ErrorAnswer(507, "store_unwritable", message));
  }

  /** A switch could not be kept. */
  static ErrorAnswer ofSwitch(Rejected rejected, boolean inForce) {
    ErrorAnswer error = of(rejected);
    if (!inForce) return error;
    String message = "It is in force, but a restart would forget it: " + error.getMessage();
    return new ErrorAnswer(error.status, error.code, message);
  }

  /** Whether one of the findings is of that rule. */
  static boolean isAbout(List<Finding> findings, String rule) {
    return findings.stream().anyMatch(finding -> finding.rule().equals(rule));
  }

  /** A call gave no value. */
  static ErrorAnswer of(Failure failure, SkillResult result) {
    return new ErrorAnswer(
        status(failure),
        failure.code(),
        result.message(),
        result.problems(),
        failure == Failure.BUSY ? Map.of("Retry-After", "1") : Map.of());
  }

  /** The one place where a failure becomes a status. */
  static int status(Failure failure) {
    return switch (failure) {
      case BAD_INPUT -> 400;
      case DENIED -> 403;
      case UNKNOWN_SKILL -> 404;
      case SKILL_ERROR -> 422;
      case BUSY -> 429;
      case SKILL_BROKEN -> 500;
      case HALTED, QUARANTINED -> 503;
      case TIMEOUT, OVER_BUDGET -> 504;
    };
  }

  /** What is sent. */
  Answer answer() {
    Map<String, Object> body =
        Json.object("status", "error", "code", code, "message", getMessage());
    if (!errors.isEmpty()) body.put("errors", errors.stream().map(ErrorAnswer::entry).toList());
    return Answer.json(status, body, headers);
  }

  private static Map<String, Object> entry(Problem problem) {
    return Json.object("path", problem.path(), "message", problem.message());
  }
}
