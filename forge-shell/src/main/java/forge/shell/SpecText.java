// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a spec, from the words of {@code create}. */
final class SpecText {

  private SpecText() {}

  static String of(Path folder, String[] words) throws IOException {
    Words read = Words.of(words, "--description=", "--returns=", "--body=", "--source=", "--spec=");
    Optional<String> file = read.flag("--spec");
    if (file.isPresent()) return text(folder, file.get());
    read.between(1, Integer.MAX_VALUE, "create NAME [PARAM:TYPE[:required]]…; see 'help create'");
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", read.rest().get(0));
    read.flag("--description").ifPresent(text -> spec.put("description", text));
    List<Object> params = new ArrayList<>();
    for (String word : read.rest().subList(1, read.rest().size())) params.add(param(word));
    if (!params.isEmpty()) spec.put("params", params);
    read.flag("--returns").ifPresent(type -> spec.put("returns", type));
    read.flag("--body").ifPresent(body -> spec.put("body", body));
    Optional<String> source = read.flag("--source");
    if (source.isPresent()) spec.put("source", text(folder, source.get()));
    return Plain.json(spec);
  }

  private static Map<String, Object> param(String word) {
    String[] parts = word.split(":");
    boolean required = parts.length == 3 && parts[2].equals("required");
    if (parts.length != 2 && !required)
      throw new Refused("a parameter is NAME:TYPE or NAME:TYPE:required, got " + word);
    Map<String, Object> param = new LinkedHashMap<>();
    param.put("name", parts[0]);
    param.put("type", parts[1]);
    param.put("required", required);
    return param;
  }

  private static String text(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isReadable(path)) throw new Refused(path + " is no file that can be read");
    return Files.readString(path);
  }
}
