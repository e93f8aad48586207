// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * The try blocks of a method that is woven. What is added where a handler begins is cut out of all
 * of them: a handler that covers itself would catch its own kill for ever.
 */
final class TryBlocks {

  private record Block(Label start, Label end, Label handler, String type) {}

  /** What was added before the instruction of that number. */
  private record Added(int at, Label from, Label to) {}

  private final MethodVisitor out;
  private final List<Block> blocks = new ArrayList<>();
  private final Set<Label> handlers = new HashSet<>();
  private final Map<Label, Integer> positions = new HashMap<>();
  private final List<Added> added = new ArrayList<>();
  private Label begins;
  private int count;

  TryBlocks(MethodVisitor out) {
    this.out = out;
  }

  void add(Label start, Label end, Label handler, String type) {
    blocks.add(new Block(start, end, handler, type));
    handlers.add(handler);
  }

  void label(Label label) {
    positions.put(label, count);
    if (handlers.contains(label)) begins = label;
  }

  /** An instruction comes; if a handler begins with it, something is added before. */
  void instruction(Runnable more) {
    if (begins != null) {
      more.run();
      Label to = new Label();
      out.visitLabel(to);
      added.add(new Added(count, begins, to));
      begins = null;
    }
    count++;
  }

  /** Writes them, in their order. */
  void write() {
    for (Block block : blocks) {
      int end = positions.getOrDefault(block.end(), Integer.MAX_VALUE);
      int at = positions.getOrDefault(block.start(), 0);
      Label from = block.start();
      for (Added each : added) {
        if (each.at() < at || each.at() >= end) continue;
        if (each.at() > at) write(from, each.from(), block);
        from = each.to();
        at = each.at();
      }
      write(from, block.end(), block);
    }
  }

  private void write(Label from, Label to, Block block) {
    out.visitTryCatchBlock(from, to, block.handler(), block.type());
  }
}
