// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import static forge.core.pack.JarEntries.refused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The component descriptions of a bundle, as far as a skill has any. */
final class Components {

  private static final String NAMESPACE = "http://www.osgi.org/xmlns/scr/";
  private static final String DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private Components() {}

  /** The one component of a bundle; none and several are refused. */
  static Element one(Map<String, byte[]> entries, String header) throws IOException {
    List<Element> components = new ArrayList<>();
    for (String file : header.split(","))
      for (Map.Entry<String, byte[]> entry : entries.entrySet())
        if (matches(file.strip(), entry.getKey())) components.addAll(in(entry));
    if (components.isEmpty())
      throw refused(
          "jar.no_skill",
          "the bundle registers no skill: it needs one component with @Component and @SkillInfo");
    if (components.size() > 1)
      throw refused(
          "jar.many_skills",
          "the bundle has "
              + components.size()
              + " components ("
              + String.join(", ", components.stream().map(Components::name).toList())
              + "); a skill's bundle has one, make a bundle for each");
    return components.get(0);
  }

  private static boolean matches(String pattern, String entry) {
    String[] parts = pattern.split("\\*", -1);
    StringBuilder regex = new StringBuilder();
    for (String part : parts)
      regex.append(regex.isEmpty() ? "" : "[^/]*").append(Pattern.quote(part));
    return entry.matches(regex.toString());
  }

  private static List<Element> in(Map.Entry<String, byte[]> entry) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(DOCTYPE, true);
      var builder = factory.newDocumentBuilder();
      // Without a handler of its own the parser prints.
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(entry.getValue()));
      List<Element> found = new ArrayList<>();
      collect(document.getDocumentElement(), found);
      return found;
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalArgumentException(entry.getKey() + ": " + e.getMessage(), e);
    }
  }

  private static void collect(Element element, List<Element> found) {
    String namespace = element.getNamespaceURI();
    boolean bare = namespace == null && element.getLocalName().equals("component");
    boolean scr = namespace != null && namespace.startsWith(NAMESPACE);
    if (bare || scr && element.getLocalName().equals("component")) found.add(element);
    else children(element).forEach(child -> collect(child, found));
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling())
      if (node instanceof Element child) children.add(child);
    return children;
  }

  private static List<Element> children(Element element, String name) {
    return children(element).stream().filter(child -> child.getLocalName().equals(name)).toList();
  }

  private static String name(Element component) {
    return component.hasAttribute("name")
        ? component.getAttribute("name")
        : children(component, "implementation").stream()
            .map(implementation -> implementation.getAttribute("class"))
            .findFirst()
            .orElse("?");
  }

  /** The services that a component provides. */
  static List<String> services(Element component) {
    return children(component, "service").stream()
        .flatMap(service -> children(service, "provide").stream())
        .map(provide -> provide.getAttribute("interface"))
        .toList();
  }

  /** The properties of a component that are text, in the order that gives the last one the word. */
  static Map<String, String> properties(Element component, Map<String, byte[]> entries)
      throws IOException {
    Map<String, String> properties = new HashMap<>();
    for (Element child : children(component)) {
      if (child.getLocalName().equals("property"))
        properties.put(
            child.getAttribute("name"),
            child.hasAttribute("value")
                ? child.getAttribute("value")
                : child.getTextContent().strip());
      if (child.getLocalName().equals("properties"))
        properties.putAll(file(child.getAttribute("entry"), entries));
    }
    return properties;
  }

  private static Map<String, String> file(String entry, Map<String, byte[]> entries)
      throws IOException {
    byte[] bytes = entries.get(entry.startsWith("/") ? entry.substring(1) : entry);
    if (bytes == null) throw new IllegalArgumentException("its entry " + entry + " is missing");
    Properties read = new Properties();
    read.load(new ByteArrayInputStream(bytes));
    Map<String, String> properties = new HashMap<>();
    for (String name : read.stringPropertyNames()) properties.put(name, read.getProperty(name));
    return properties;
  }
}
