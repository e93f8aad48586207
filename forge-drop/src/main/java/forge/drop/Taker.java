// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import forge.api.SkillName;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.Intake;
import forge.live.LiveSkill;
import forge.live.SkillState;
import forge.live.Skills;
import forge.make.Delivery;
import forge.make.Order;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what was dropped to the forge, in the name of the file's owner. */
final class Taker {

  private static final Logger LOG = LoggerFactory.getLogger(Taker.class);
  private static final String DOOR = "drop";

  private final Forge forge;
  private final Intake intake;
  private final Skills skills;

  Taker(Forge forge, Intake intake, Skills skills) {
    this.forge = forge;
    this.intake = intake;
    this.skills = skills;
  }

  /**
   * Takes the content of a file.
   *
   * @throws Rejected when it is refused, at whatever stage
   */
  ForgeReport take(Path file, Kind kind, byte[] bytes) {
    String author = owner(file);
    ForgeReport report =
        switch (kind) {
          case JAR -> intake.take(new Delivery(bytes, DOOR, author));
          case JAVA -> forge.forge(new Order(SkillSource.spec(text(bytes)), DOOR, author));
          case SPEC -> forge.forge(new Order(text(bytes), DOOR, author));
        };
    if (report.outcome() == ForgeReport.Outcome.REFUSED)
      throw new Rejected(report.refusedAt().orElse(Stage.SERVICE), report.findings());
    return report;
  }

  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw SkillSource.refused("", "the file is no UTF-8 text; save it as UTF-8");
    }
  }

  private static String owner(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "nobody";
    }
  }

  /**
   * Takes a skill out of service, if what is in service came from the file that is gone.
   *
   * @param bundles digests of what the file gave
   */
  void retire(String skill, List<String> bundles, String file) {
    SkillName name = new SkillName(skill);
    Optional<LiveSkill> is = skills.find(name).filter(known -> known.state() != SkillState.RETIRED);
    if (is.isEmpty()) return;
    if (bundles.contains(is.get().sha256())) {
      forge.retire(name, DOOR, DOOR);
      LOG.info("Skill {} is retired: {} is gone", name, file);
    } else
      LOG.warn(
          "{} is gone, but skill {} {} stays: it did not come from there",
          file,
          name,
          is.get().version());
  }
}
