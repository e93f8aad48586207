// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Failure;
import forge.api.HttpReply;
import forge.api.Refusal;
import forge.api.SkillContext;
import forge.core.data.Json;
import forge.core.data.Plain;
import forge.core.worker.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * One thing that a worker asks for. It is done with what the call may reach, so that a worker gets
 * what its skill was granted, as in the gateway's own process, and nothing else.
 */
final class Broker {

  private final Object number;
  private final List<?> with;
  private final SkillContext context;
  private final Callable<Object> errand;

  private Broker(List<?> question, SkillContext context) throws IOException {
    this.number = question.get(0);
    this.with = (List<?>) question.get(2);
    this.context = context;
    this.errand = errand((String) question.get(1));
  }

  /**
   * Reads a question: {@code number, what, with}. Nothing is done yet.
   *
   * @throws IOException when it is none
   */
  static Broker of(Object about, SkillContext context) throws IOException {
    try {
      if (about instanceof List<?> question
          && question.size() == 3
          && question.get(0) instanceof Long) return new Broker(question, context);
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      throw Wire.malformed("a question that is none");
    }
    throw Wire.malformed("a question that is none");
  }

  private Callable<Object> errand(String what) throws IOException {
    return switch (what) {
      case "http.send" -> http();
      case "json" -> json();
      case "files.read", "files.exists", "files.list", "files.write", "files.delete" -> file(what);
      case "knowledge.get", "knowledge.put", "knowledge.replace" -> slot(what);
      case "env" -> with(text(0), context::env);
      case "skills.call" -> call();
      default -> throw Wire.malformed("a question for what there is not");
    };
  }

  private interface Asked {
    Object of(String text);
  }

  private static Callable<Object> with(String text, Asked asked) {
    return () -> asked.of(text);
  }

  /** Null is what a skill may give, too. */
  private String text(int index) {
    return (String) with.get(index);
  }

  @SuppressWarnings("unchecked") // a map that was read has texts for keys; a door checks the rest
  private <T> Map<String, T> map(int index) {
    return (Map<String, T>) (Map<?, ?>) with.get(index);
  }

  private Callable<Object> http() {
    String method = text(0);
    String url = text(1);
    Map<String, String> headers = map(2);
    Object body = with.get(3);
    return () -> {
      HttpReply reply = context.http().send(method, url, headers, body);
      return List.of((long) reply.status(), reply.headers(), reply.bytes());
    };
  }

  /** Nothing when it is no JSON. */
  private Callable<Object> json() {
    String text = text(0);
    return () -> {
      try {
        return Collections.singletonList(plain(Json.read(text)));
      } catch (IllegalArgumentException e) {
        return List.of();
      }
    };
  }

  private Callable<Object> file(String what) {
    String path = text(0);
    byte[] bytes = what.equals("files.write") ? (byte[]) with.get(1) : new byte[0];
    return () ->
        switch (what) {
          case "files.read" -> context.files().readBytes(path);
          case "files.exists" -> context.files().exists(path);
          case "files.list" -> context.files().list(path);
          case "files.delete" -> context.files().delete(path);
          default -> {
            context.files().writeBytes(path, bytes);
            yield true;
          }
        };
  }

  private Callable<Object> slot(String what) {
    String slot = text(0);
    Object first = what.equals("knowledge.get") ? null : with.get(1);
    Object second = what.equals("knowledge.replace") ? with.get(2) : null;
    return () ->
        switch (what) {
          case "knowledge.get" -> plain(context.knowledge().get(slot));
          case "knowledge.replace" -> context.knowledge().replace(slot, first, second);
          default -> {
            context.knowledge().put(slot, first);
            yield true;
          }
        };
  }

  private Callable<Object> call() {
    String skill = text(0);
    Map<String, Object> arguments = map(1);
    return () -> context.skills().call(skill, arguments);
  }

  /** What a worker can read, too. */
  private static Object plain(Object value) {
    try {
      return Plain.strict(value);
    } catch (IllegalArgumentException e) {
      throw new Refusal("what there is: " + e.getMessage());
    }
  }

  /** Does it, and frames what came of it. Throws only what ends the call. */
  byte[] answer() {
    try {
      return framed(errand.call());
    } catch (Refusal e) {
      return refused(e);
    } catch (Exception e) {
      return Wire.frame(answer("broken", String.valueOf(e.getMessage()), List.of(), null));
    }
  }

  private byte[] framed(Object value) {
    try {
      return Wire.frame(answer("", "", List.of(), value));
    } catch (IllegalArgumentException tooLong) {
      return refused(new Refusal("what there is: " + tooLong.getMessage()));
    }
  }

  byte[] refused(Refusal why) {
    List<?> problems =
        why.problems().stream().map(each -> List.of(each.path(), each.message())).toList();
    return Wire.frame(answer(why.failure().code(), why.getMessage(), problems, null));
  }

  byte[] refused(Failure failure, String message) {
    return refused(new Refusal(failure, message, List.of()));
  }

  private List<Object> answer(String code, String message, List<?> problems, Object value) {
    return Arrays.asList("answer", number, code, message, problems, value);
  }
}
