import type { Fault } from "../../../api/fault.ts";
import { titleOf } from "../../../credentials/providers.ts";
import { Button } from "../../parts/form/button.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { TestedNote } from "./tested-note.tsx";
import type { NewCredentialState } from "./use-new-credential.ts";

interface OutcomeProps {
  fault: Fault | null;
  stored: NewCredentialState["stored"];
  onReplace: () => void;
}

/** What came of storing a key and trying it. */
export function Outcome({ fault, stored, onReplace }: OutcomeProps) {
  if (fault !== null) {
    return (
      <div className="flex flex-col items-start gap-2">
        <FaultNote fault={fault} className="w-full" />
        {fault.code === "conflict" ? <Button onClick={onReplace}>Replace the one that is there</Button> : null}
      </div>
    );
  }
  if (stored === null) {
    return null;
  }
  const { credential, tried, fault: untried } = stored;
  return (
    <div className="flex flex-col gap-1 rounded-box border border-line bg-surface px-3 py-2">
      <p role="status">
        The {titleOf(credential)} is stored
        {credential.hint === "" ? null : <span className="font-mono text-xs"> …{credential.hint}</span>}.
      </p>
      {tried === null ? null : <TestedNote tried={tried} />}
      {untried === null ? null : <FaultNote fault={untried} />}
    </div>
  );
}
