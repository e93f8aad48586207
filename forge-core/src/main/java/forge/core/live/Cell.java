// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.api.SkillContext;
import forge.api.SkillResult;
import forge.core.budget.Endable;
import forge.make.Budget;
import java.util.Map;

/** Where the code of a generation runs when it does not run here. */
public interface Cell {

  /** One call in there. */
  interface Visit extends Endable {

    /** Waits for its end; a value is plain data. Never throws for what happens in there. */
    SkillResult run();
  }

  /** What the call may reach, here. */
  interface Host extends SkillContext {

    /** The call has its place: its time counts from now. */
    void begin();
  }

  /** A call that has not begun. */
  Visit visit(Map<String, Object> arguments, Budget budget, Host host);

  /** Ends whatever runs in there, for good. */
  void close();
}
