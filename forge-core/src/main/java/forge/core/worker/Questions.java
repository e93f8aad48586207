// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.Refusal;
import forge.guard.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a skill in a worker asks the gateway for, one question at a time; the skill's thread waits.
 */
final class Questions {

  private final PipeContext.Pipe pipe;
  private long number;
  private CompletableFuture<List<?>> answer = new CompletableFuture<>();

  Questions(PipeContext.Pipe pipe) {
    this.pipe = pipe;
  }

  /**
   * Asks, and waits for what comes of it: plain data, or bytes.
   *
   * @throws Refusal what the gateway refuses with
   */
  Object ask(String what, Object... with) {
    CompletableFuture<List<?>> mine = new CompletableFuture<>();
    try {
      pipe.say("ask", List.of(next(mine), what, Arrays.asList(with)));
      return value(mine.get());
    } catch (IllegalArgumentException tooLong) {
      throw new Refusal("what is given: " + tooLong.getMessage());
    } catch (InterruptedException e) {
      Guard.poll();
      throw new Refusal(Failure.TIMEOUT, "the gateway is stopping", List.of());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private synchronized long next(CompletableFuture<List<?>> mine) {
    answer = mine;
    return ++number;
  }

  /** {@code answer, number, code, message, problems, value}; nobody waits for a late one. */
  synchronized void answered(List<?> message) {
    if (message.get(1).equals(number)) answer.complete(message);
  }

  private static Object value(List<?> told) {
    String code = (String) told.get(2);
    String message = (String) told.get(3);
    if (code.isEmpty()) return told.get(5);
    throw Failure.ofCode(code)
        .<RuntimeException>map(failure -> new Refusal(failure, message, problems(told.get(4))))
        .orElseGet(() -> new IllegalStateException(message));
  }

  private static List<Problem> problems(Object told) {
    List<Problem> problems = new ArrayList<>();
    for (Object each : (List<?>) told) {
      List<?> problem = (List<?>) each;
      problems.add(new Problem((String) problem.get(0), (String) problem.get(1)));
    }
    return problems;
  }
}
