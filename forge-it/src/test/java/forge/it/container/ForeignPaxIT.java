// SPDX-License-Identifier: Apache-2.0
package forge.it.container;

import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.options;

import forge.api.Failure;
import forge.api.Skill;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.live.LiveSkill;
import forge.live.Runner;
import forge.live.Skills;
import forge.make.Origin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** A bundle that was provisioned beside the product, and that nobody forged. */
@RunWith(PaxExam.class)
public class ForeignPaxIT {

  private static final SkillName NAME = new SkillName("template_skill");

  @Inject private BundleContext context;
  @Inject private Skills skills;
  @Inject private Runner runner;

  @Inject
  @Filter("(forge.skill.name=template_skill)")
  private Skill skill;

  @Configuration
  public Option[] product() throws IOException {
    String version = forge.runtime.Home.version();
    return options(
        ProductOption.product(), ProductOption.fromMaven("skill-template-" + version + ".jar"));
  }

  @Test
  public void itIsServedUntilItIsUninstalled() throws Exception {
    LiveSkill known = skills.find(NAME).orElseThrow();
    assertEquals(Origin.BUNDLE, known.origin());
    assertEquals("Answers with what it was given.", known.description());
    Map<?, ?> answer = (Map<?, ?>) runner.call(NAME, request()).value();
    assertEquals("me", answer.get("who"));

    FrameworkUtil.getBundle(skill.getClass()).uninstall();

    assertEquals(Optional.empty(), skills.find(NAME));
    assertEquals(Optional.of(Failure.UNKNOWN_SKILL), runner.call(NAME, request()).failure());
  }

  private static SkillRequest request() {
    return new SkillRequest(Map.of("who", "me"));
  }
}
