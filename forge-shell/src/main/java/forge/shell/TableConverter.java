// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Shows a {@link Table} as text, at the prompt and in a pipe. */
@Component(property = Converter.CONVERTER_CLASSES + "=forge.shell.Table")
public final class TableConverter implements Converter {

  @Override
  public Object convert(Class<?> desired, Object in) {
    return in instanceof Table table && desired == String.class ? table.text() : null;
  }

  @Override
  public CharSequence format(Object target, int level, Converter escape) {
    if (!(target instanceof Table table)) return null;
    return level == Converter.INSPECT
        ? table.text()
        : "a table of " + table.rows().size() + " rows";
  }
}
