// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.make.Example;
import forge.make.Grants;
import forge.make.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of one skill, at one moment.
 *
 * @param name its name
 * @param filePath its source, relative to the data folder; empty when there is none here
 * @param description what it does
 * @param version the version in service, or the one that waits
 * @param sha256 digest of that version's bundle
 * @param origin where its code comes from
 * @param state where it stands
 * @param since when that version went live, or was kept
 * @param input JSON Schema of the arguments, plain data; empty: any object
 * @param output JSON Schema of the value, plain data; empty: anything
 * @param examples what it answered when it was tried; none for a skill that nobody forged
 * @param traffic how it has been called since the gateway started
 * @param grants what it may reach
 * @param reach how it has reached beyond itself since the gateway started
 */
public record LiveSkill(
    SkillName name,
    String filePath,
    String description,
    String version,
    String sha256,
    Origin origin,
    SkillState state,
    Instant since,
    Map<String, Object> input,
    Map<String, Object> output,
    List<Example> examples,
    Traffic traffic,
    Grants grants,
    Reach reach) {

  /** Copies the examples. */
  public LiveSkill {
    examples = List.copyOf(examples);
  }

  /** A skill without examples that may reach nothing. */
  public LiveSkill(
      SkillName name,
      String filePath,
      String description,
      String version,
      String sha256,
      Origin origin,
      SkillState state,
      Instant since,
      Map<String, Object> input,
      Map<String, Object> output,
      Traffic traffic) {
    this(
        name,
        filePath,
        description,
        version,
        sha256,
        origin,
        state,
        since,
        input,
        output,
        List.of(),
        traffic,
        Grants.NONE,
        Reach.NONE);
  }

  /**
   * Calls of one skill.
   *
   * @param calls ended calls
   * @param failures those of them that gave no value
   * @param p50Micros median latency, microseconds; 0 when there was no call
   * @param p90Micros nine of ten were at most this
   * @param p99Micros 99 of 100 were at most this
   */
  public record Traffic(long calls, long failures, long p50Micros, long p90Micros, long p99Micros) {
    /** Never called. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
  }

  /**
   * How a skill has used its grants.
   *
   * @param requests HTTP requests that were sent
   * @param bytesOut what they sent
   * @param bytesIn what they got
   * @param denied what it tried without a grant
   */
  public record Reach(long requests, long bytesOut, long bytesIn, long denied) {
    /** Never. */
    public static final Reach NONE = new Reach(0, 0, 0, 0);
  }
}
