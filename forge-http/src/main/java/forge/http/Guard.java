// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.make.Rejected;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Turns whatever is thrown into an answer. */
final class Guard {

  /** Made before it is needed: there is no memory then. */
  private static final ErrorAnswer SHORT =
      new ErrorAnswer(429, "busy", "The gateway has run short of memory; try again in a moment");

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private Guard() {}

  /** The answer, or the error that came in its place. */
  static Answer answer(String what, Supplier<Answer> work) {
    try {
      return work.get();
    } catch (ErrorAnswer e) {
      return e.answer();
    } catch (Rejected e) {
      return ErrorAnswer.of(e).answer();
    } catch (OutOfMemoryError e) {
      LOG.error("{}: the gateway has run short of memory", what);
      return SHORT.answer();
    } catch (RuntimeException | Error e) {
      return broken(what, e);
    }
  }

  /** A bug: the caller gets the request's number, the log has the rest under it. */
  private static Answer broken(String what, Throwable cause) {
    String id = MDC.get(CallerFilter.MDC_ID);
    LOG.error("request {} failed: {}", id, what, cause);
    return new ErrorAnswer(
            500,
            "internal",
            "The gateway failed in a way it did not mean to; its log tells more of request " + id)
        .answer();
  }
}
