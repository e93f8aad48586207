// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;

import forge.api.Problem;
import forge.live.Forge;
import forge.live.Runner;
import forge.live.Skills;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the door opens on. Each part may come and go; a door without it says so and stays open. */
@Component(service = Core.class)
public final class Core {

  @Reference(cardinality = OPTIONAL)
  private volatile Forge forge;

  @Reference(cardinality = OPTIONAL)
  private volatile Skills skills;

  @Reference(cardinality = OPTIONAL)
  private volatile Runner runner;

  /** Filled by Declarative Services. */
  @Activate
  public Core() {}

  Core(Forge forge, Skills skills, Runner runner) {
    this.forge = forge;
    this.skills = skills;
    this.runner = runner;
  }

  /** Who makes skills. */
  Forge forge() {
    return present(forge);
  }

  /** Who knows them. */
  Skills skills() {
    return present(skills);
  }

  /** Who calls them. */
  Runner runner() {
    return present(runner);
  }

  private <T> T present(T part) {
    if (part == null) throw starting();
    return part;
  }

  /**
   * Does nothing when every part is there.
   *
   * @throws ErrorAnswer 503 that names what is missing
   */
  void requireAll() {
    if (!missing().isEmpty()) throw starting();
  }

  private List<Problem> missing() {
    List<Problem> missing = new ArrayList<>();
    if (forge == null) missing.add(new Problem("forge", "is not there yet"));
    if (skills == null) missing.add(new Problem("skills", "is not there yet"));
    if (runner == null) missing.add(new Problem("runner", "is not there yet"));
    return missing;
  }

  private ErrorAnswer starting() {
    return new ErrorAnswer(
        503,
        "starting",
        "The gateway is starting or stopping; try again, GET /readyz says when it is ready",
        missing(),
        Map.of("Retry-After", "1"));
  }
}
