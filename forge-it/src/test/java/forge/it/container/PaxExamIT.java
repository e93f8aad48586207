// SPDX-License-Identifier: Apache-2.0
package forge.it.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;

import forge.api.Failure;
import forge.api.Skill;
import forge.api.SkillInfo;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.Runner;
import forge.live.Skills;
import forge.make.Order;
import forge.make.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The product, provisioned from Maven coordinates, seen from within the container. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PaxExamIT {

  @Inject private BundleContext context;
  @Inject private Forge forge;
  @Inject private Skills skills;
  @Inject private Runner runner;

  @Configuration
  public Option[] product() throws IOException {
    return options(ProductOption.product());
  }

  @Test
  public void theServicesOfTheDoorsAreThere() {
    assertTrue(forge.hotReload());
    assertNotNull(skills.live());
    assertSame(
        context.getServiceReference(Forge.class).getBundle(),
        context.getServiceReference(Runner.class).getBundle());
    for (Bundle bundle : context.getBundles())
      assertEquals(bundle.toString(), Bundle.ACTIVE, bundle.getState());
  }

  @Test
  public void anOrderGivesASkillServiceWithTypedProperties() throws Exception {
    ForgeReport report = forged("shout", "return text.toUpperCase();");
    assertEquals("1.0.0", report.version());
    assertEquals(Origin.BODY, report.origin());

    ServiceReference<Skill> reference = service("shout").orElseThrow();
    assertEquals("shout", reference.getProperty(SkillInfo.PREFIX_ + "name"));
    assertEquals("1.0.0", reference.getProperty(SkillInfo.PREFIX_ + "version"));
    assertEquals("says \"it\" loudly\n", reference.getProperty(SkillInfo.PREFIX_ + "description"));
    String input = (String) reference.getProperty(SkillInfo.PREFIX_ + "input");
    assertTrue(input, input.contains("\"required\":[\"text\"]"));
    assertEquals("forge_gen_shout", reference.getProperty("component.name"));

    Bundle bundle = reference.getBundle();
    assertEquals("forge_gen_shout", bundle.getSymbolicName());
    assertEquals("1.0.0", bundle.getVersion().toString());
    assertEquals("OSGI-INF/forge_gen_shout.xml", bundle.getHeaders().get("Service-Component"));
    assertTrue(bundle.getHeaders().get("Import-Package").contains("forge.api;version=\"[1."));
    Skill skill = context.getService(reference);
    assertEquals("forge_gen_shout.Shout", skill.getClass().getName());
    assertTrue(context.ungetService(reference));
  }

  private ForgeReport forged(String name, String body) {
    String spec =
        "{\"name\":\""
            + name
            + "\",\"description\":\"says \\\"it\\\" loudly\\n\","
            + "\"params\":[{\"name\":\"text\",\"type\":\"string\",\"required\":true}],"
            + "\"body\":\""
            + body
            + "\"}";
    ForgeReport report = forge.forge(new Order(spec, "test", "somebody"));
    assertEquals(report.toString(), ForgeReport.Outcome.ACTIVE, report.outcome());
    return report;
  }

  private Optional<ServiceReference<Skill>> service(String name) throws InvalidSyntaxException {
    String filter = "(" + SkillInfo.PREFIX_ + "name=" + name + ")";
    return context.getServiceReferences(Skill.class, filter).stream().findFirst();
  }

  @Test
  public void theGatewayAnswersOverHttp() throws Exception {
    forged("whisper", "return text.toLowerCase();");
    assertEquals("{\"status\":\"ok\"}", send("/healthz", "").body());
    assertTrue(send("/v1/status", "").body().contains("\"compiler\":\"process\""));
    HttpResponse<String> answer = send("/api/v1/skills/whisper", "{\"text\":\"QUIET\"}");
    assertEquals(200, answer.statusCode());
    assertEquals("\"quiet\"", answer.body());
    assertEquals(404, send("/api/v1/skills/nobody", "{}").statusCode());
  }

  private HttpResponse<String> send(String path, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (!json.isEmpty())
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private int port() throws InvalidSyntaxException {
    ServiceReference<?>[] servers = context.getAllServiceReferences(null, "(osgi.http.endpoint=*)");
    Object endpoints = servers[0].getProperty("osgi.http.endpoint");
    String first = endpoints instanceof String[] all ? all[0] : endpoints.toString();
    return URI.create(first.replaceAll("[\\[\\]]", "")).getPort();
  }

  @Test
  public void aRetiredSkillIsUninstalled() throws Exception {
    forged("fleeting", "return text;");
    Bundle bundle = service("fleeting").orElseThrow().getBundle();
    // The old one is taken down in the background, once its calls have ended.
    CountDownLatch gone = new CountDownLatch(1);
    BundleListener listener =
        event -> {
          if (event.getBundle() == bundle && event.getType() == BundleEvent.UNINSTALLED)
            gone.countDown();
        };
    context.addBundleListener(listener);
    assertTrue(forge.retire(new SkillName("fleeting"), "test", "somebody").isPresent());
    assertEquals(Optional.of(Failure.UNKNOWN_SKILL), call("fleeting").failure());
    assertTrue(gone.await(20, TimeUnit.SECONDS));
    context.removeBundleListener(listener);
    assertEquals(Optional.empty(), service("fleeting"));
  }

  private SkillResult call(String name) {
    return runner.call(new SkillName(name), new SkillRequest(Map.of("text", "x")));
  }

  @Test
  public void aSkillWhoseBundleSomebodyUninstalledComesBackWithTheNextCall() throws Exception {
    forged("tough", "return text;");
    service("tough").orElseThrow().getBundle().uninstall();
    assertEquals(Optional.empty(), service("tough"));
    assertEquals("x", call("tough").value());
    assertTrue(service("tough").isPresent());
  }
}
