// SPDX-License-Identifier: Apache-2.0
package forge.it.container;

import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.*;

import forge.api.Skill;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

@RunWith(PaxExam.class)
public class SpikeIT {
  @Inject BundleContext context;
  @Inject Skill skill;

  @Configuration
  public Option[] product() {
    return options(
        junitBundles(),
        frameworkProperty("felix.bootdelegation.implicit").value("false"),
        frameworkProperty("felix.service.urlhandlers").value("false"),
        systemPackages("org.slf4j;version=2.0.20", "org.slf4j;version=1.7.36"),
        mavenBundle("forge", "forge-api", "0.1.0"),
        mavenBundle("forge", "skill-template", "0.1.0"),
        mavenBundle("org.osgi", "org.osgi.service.component", "1.5.1"),
        mavenBundle("org.osgi", "org.osgi.util.function", "1.2.0"),
        mavenBundle("org.osgi", "org.osgi.util.promise", "1.3.0"),
        mavenBundle("org.apache.felix", "org.apache.felix.scr", "2.2.18"),
        cleanCaches());
  }

  @Test
  public void there() {
    ServiceReference<Skill> ref = context.getServiceReference(Skill.class);
    assertEquals("template_skill", ref.getProperty("forge.skill.name"));
    System.out.println(ref.getBundle().getLocation() + " " + context.getBundle(0).getLocation());
    for (var b : context.getBundles()) System.out.println(b + " " + b.getLocation());
  }
}
