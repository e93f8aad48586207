// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.SkillResult;
import forge.make.Rejected;
import java.util.List;
import java.util.Map;

/**
 * The answer to a request that gets nothing else, in the one shape that errors have. Thrown
 * anywhere, sent in one place; carries no stack trace, it is an answer and no bug.
 */
final class ErrorAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

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

  /** The spec was refused before anything was made of it. */
  static ErrorAnswer of(Rejected rejected) {
    boolean malformed =
        rejected.findings().stream().anyMatch(finding -> finding.rule().equals("malformed_json"));
    return new ErrorAnswer(
        400,
        malformed ? "malformed_json" : "bad_spec",
        rejected.getMessage(),
        rejected.findings().stream()
            .map(finding -> new Problem(finding.where(), finding.message()))
            .toList(),
        Map.of());
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
  private static int status(Failure failure) {
    return switch (failure) {
      case BAD_INPUT -> 400;
      case DENIED -> 403;
      case UNKNOWN_SKILL -> 404;
      case SKILL_ERROR -> 422;
      case BUSY -> 429;
      case SKILL_BROKEN -> 500;
      case HALTED -> 503;
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
