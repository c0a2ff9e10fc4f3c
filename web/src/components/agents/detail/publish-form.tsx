"use client";

import type { TaskDetails } from "@catalyst/api";
import { useState } from "react";
import { publishAgentTask } from "../../../actions/agent-tasks.ts";
import { asItIs } from "../../../tasks/as-it-is.ts";
import { publishCommand } from "../../../tasks/commands.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { Button } from "../../parts/form/button.tsx";
import { controlLook } from "../../parts/form/control-look.ts";
import { TextField } from "../../parts/form/field.tsx";
import type { Act } from "../../parts/form/use-act.ts";
import { AsCommand } from "../../parts/shown/as-command.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

const MAX_REASON_CHARACTERS = 1000;
const MAX_BRANCH_CHARACTERS = 255;

const NOWHERE_ELSE = { branch: "", base: "" };

interface PublishFormProps {
  task: TaskDetails;
  acting: Act;
  /** Of several attempts, whose result; null: there is one. */
  run?: number | null;
}

/** Publishes a result that waits; with what the policy found, for whoever may, and why is kept with it. */
export function PublishForm({ task, acting, run = null }: PublishFormProps) {
  const { isBusy, fault, once } = acting;
  const findings = task.result?.findings ?? [];
  const accept = [...new Set(findings.map(({ rule }) => rule))];
  const [reason, setReason] = useState("");
  const [place, setPlace] = useState(NOWHERE_ELSE);
  const needsReason = accept.length > 0;
  const body = {
    ...{ run, accept, branch: textIn(place.branch), base: textIn(place.base) },
    ...(needsReason ? { reason } : {}),
  };
  if (needsReason && !task.rights.acceptFindings) {
    return (
      <div className="flex flex-col gap-2">
        <Findings findings={findings} />
        <p className="text-ink-2">
          An owner or admin of the project may publish it all the same, here or by <code>catalyst tasks publish</code>.
        </p>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Findings findings={findings} />
      {needsReason ? (
        <input
          aria-label="Why it may be published all the same"
          placeholder="Why it may be published all the same: kept with the result"
          value={reason}
          maxLength={MAX_REASON_CHARACTERS}
          onChange={(event) => setReason(event.target.value)}
          className={controlLook}
        />
      ) : null}
      <details className="text-xs text-ink-2">
        <summary>Under another name, or for another branch</summary>
        <div className="grid max-w-xl grid-cols-2 gap-3 py-2 text-sm text-ink max-sm:grid-cols-1">
          <TextField
            label="Branch"
            placeholder={task.branch ?? "the task's"}
            maxLength={MAX_BRANCH_CHARACTERS}
            value={place.branch}
            onChange={(event) => setPlace({ ...place, branch: event.target.value })}
          />
          <TextField
            label="Proposed for"
            placeholder={task.baseBranch ?? "the task's base"}
            maxLength={MAX_BRANCH_CHARACTERS}
            value={place.base}
            onChange={(event) => setPlace({ ...place, base: event.target.value })}
          />
        </div>
      </details>
      <div>
        <Button
          tone="primary"
          disabled={isBusy || (needsReason && reason.trim() === "")}
          onClick={() =>
            once(["publishTask", asItIs(task), body], (name) => publishAgentTask(String(task.number), body, name))
          }
        >
          Publish{run === null ? "" : ` attempt ${run}`}
          {needsReason ? " all the same" : ""}
        </Button>
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <AsCommand lines={[publishCommand(task.number, { run, accept, reason, ...place })]} />
    </div>
  );
}

function Findings({ findings }: { findings: NonNullable<TaskDetails["result"]>["findings"] }) {
  return findings.map(({ rule, path, detail }) => (
    <p key={`${rule} ${path} ${detail}`} className="text-bad">
      <span className="font-mono text-xs">{visibleText(path ?? rule)}</span> {visibleText(detail)}
    </p>
  ));
}

const textIn = (typed: string): string | null => (typed.trim() === "" ? null : typed.trim());
