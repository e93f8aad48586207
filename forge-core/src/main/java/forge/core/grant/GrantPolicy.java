// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.core.data.Json;
import forge.core.spec.GrantsReader;
import forge.make.Finding;
import forge.make.Grant;
import forge.make.Grants;
import forge.make.Rejected;
import forge.make.Severity;
import forge.make.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator says of grants, in {@code store/grants.json}: {@code cap}, beyond which no
 * skill may reach, and {@code allow}, which needs nobody's approval. Read again when it has
 * changed.
 */
@Component(service = GrantPolicy.class)
public final class GrantPolicy {

  /** Where it stands, in the data folder. */
  public static final String FILE = "store/grants.json";

  private static final Logger LOG = LoggerFactory.getLogger(GrantPolicy.class);

  private final Path file;
  private volatile Said said = new Said(FileStamp.NONE, Optional.empty(), Grants.NONE, "");

  /**
   * What it said when it was read.
   *
   * @param cap empty: none
   * @param damage empty: none
   */
  private record Said(FileStamp stamp, Optional<Grants> cap, Grants allow, String damage) {}

  /** In the folder that the framework property {@code forge.data} names. */
  @Activate
  public GrantPolicy(BundleContext context) {
    this(Path.of(context.getProperty("forge.data")));
  }

  GrantPolicy(Path data) {
    this.file = data.resolve(FILE);
  }

  private Said said() {
    Said before = said;
    FileStamp stamp = FileStamp.of(file);
    if (stamp.equals(before.stamp())) return before;
    Said now = read(stamp);
    said = now;
    return now;
  }

  /** A file that cannot be read allows nothing. */
  private Said read(FileStamp stamp) {
    if (stamp.equals(FileStamp.NONE)) return new Said(stamp, Optional.empty(), Grants.NONE, "");
    try {
      Map<?, ?> plain = (Map<?, ?>) Json.read(Files.readString(file));
      if (!Set.of("cap", "allow").containsAll(plain.keySet()))
        throw new IllegalArgumentException("it has 'cap' and 'allow', and nothing else");
      Optional<Grants> cap =
          plain.containsKey("cap") ? Optional.of(grants("cap", plain)) : Optional.empty();
      return new Said(stamp, cap, grants("allow", plain), "");
    } catch (IOException | RuntimeException e) {
      LOG.error("{} is damaged, so nothing is granted to any skill: {}", FILE, e.toString());
      return new Said(stamp, Optional.of(Grants.NONE), Grants.NONE, FILE + " is damaged; ");
    }
  }

  private static Grants grants(String field, Map<?, ?> plain) {
    return GrantsReader.readList(
        field,
        plain.get(field),
        (path, message) -> {
          throw new IllegalArgumentException(path + ": " + message);
        });
  }

  /** Whether the operator lets any skill have that. */
  public boolean allows(Grant grant) {
    return said().cap().map(cap -> cap.covers(grant)).orElse(true);
  }

  /**
   * Lets pass what the operator lets skills have.
   *
   * @throws Rejected with a finding for each grant that goes beyond
   */
  public void check(Grants wanted) {
    List<Finding> beyond = beyond(wanted);
    if (!beyond.isEmpty()) throw new Rejected(Stage.SPEC, beyond);
  }

  /** A finding for each grant that goes beyond what the operator lets skills have. */
  public List<Finding> beyond(Grants wanted) {
    if (wanted.isNone()) return List.of();
    Said now = said();
    return now.cap().map(wanted::beyond).orElse(List.of()).stream()
        .map(grant -> finding(grant, now.damage()))
        .toList();
  }

  private static Finding finding(Grant grant, String damage) {
    return Finding.error(
        Stage.SPEC,
        "grants.capped",
        "grants",
        "'"
            + grant
            + "' is beyond what the operator of this gateway lets skills have; leave it out, or ask"
            + " the operator to add "
            + grant.asked()
            + " to \"cap\" in "
            + FILE
            + " ("
            + damage
            + "whoever may write the data folder may change it)");
  }

  /** What a person has to approve: grants that are new, and that the operator did not allow. */
  public List<Grant> unapproved(Grants wanted, Grants inService) {
    if (wanted.isNone()) return List.of();
    Grants allowed = said().allow();
    return wanted.beyond(inService).stream().filter(grant -> !allowed.covers(grant)).toList();
  }

  /** Tells what a person has to approve; empty when there is nothing. */
  public static List<Finding> told(List<Grant> unapproved) {
    if (unapproved.isEmpty()) return List.of();
    return List.of(
        new Finding(
            Stage.SPEC,
            Severity.WARNING,
            "grants.new",
            "grants",
            "asks for what no version in service has: "
                + Grants.words(unapproved)
                + "; so a person has to approve it, also in AUTONOMOUS mode, unless the operator"
                + " lists it under \"allow\" in "
                + FILE,
            ""));
  }
}
