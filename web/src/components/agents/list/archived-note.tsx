import type { ListedTask } from "@catalyst/api";
import type { Fault } from "../../../api/fault.ts";
import { Button } from "../../parts/form/button.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

interface ArchivedNoteProps {
  done: readonly ListedTask[];
  /** They were put back into the list. */
  isBack: boolean;
  undo: () => void;
  fault: Fault | null;
}

/** What was just taken out of the list, which one key does: it is undone as easily. */
export function ArchivedNote({ done, isBack, undo, fault }: ArchivedNoteProps) {
  const [first] = done;
  const which = done.length === 1 ? `#${first?.number}` : `${done.length} tasks`;
  return (
    <div role="status">
      {fault === null ? null : <FaultNote fault={fault} className="m-5" />}
      {first === undefined ? null : (
        <p className="flex items-center gap-3 border-t border-line bg-surface px-5 py-2 text-ink-2 max-sm:px-3.5">
          {which} {isBack ? "back in the list" : "archived"}
          <Button onClick={undo}>Undo</Button>
        </p>
      )}
    </div>
  );
}
