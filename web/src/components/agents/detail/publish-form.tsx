"use client";

import type { TaskDetails } from "@catalyst/api";
import { useState } from "react";
import { publishAgentTask } from "../../../actions/agent-tasks.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { Button } from "../../parts/form/button.tsx";
import { useAct } from "../../parts/form/use-act.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

const MAX_REASON_CHARACTERS = 1000;

/** Publishes a result that waits; with what the policy found, for whoever may, and why is kept with it. */
export function PublishForm({ task, run = null }: { task: TaskDetails; run?: number | null }) {
  const findings = task.result?.findings ?? [];
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const [reason, setReason] = useState("");
  const { isBusy, fault, act } = useAct();
  const needsReason = rules.length > 0;
  const body = { run, accept: rules, ...(needsReason ? { reason } : {}) };
  const command = [
    "catalyst tasks publish",
    task.number,
    ...(run === null ? [] : ["--run", run]),
    ...rules.flatMap((rule) => ["--accept", rule]),
  ];
  return (
    <div className="flex flex-col gap-2">
      {findings.map(({ rule, path, detail }) => (
        <p key={`${rule} ${path} ${detail}`} className="text-bad">
          <span className="font-mono text-xs">{visibleText(path ?? rule)}</span> {visibleText(detail)}
        </p>
      ))}
      {needsReason ? (
        <input
          aria-label="Why it may be published all the same"
          placeholder="Why it may be published all the same: kept with the result"
          value={reason}
          maxLength={MAX_REASON_CHARACTERS}
          onChange={(event) => setReason(event.target.value)}
          className="h-8 rounded-control border border-line bg-surface px-2 max-sm:h-11"
        />
      ) : null}
      <div>
        <Button
          tone="primary"
          disabled={isBusy || (needsReason && reason.trim() === "")}
          onClick={() => act(() => publishAgentTask(String(task.number), body))}
        >
          {needsReason ? "Publish all the same" : "Publish"}
        </Button>
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <details className="text-xs text-ink-2">
        <summary>As a command</summary>
        <CopyLine text={command.join(" ")} />
      </details>
    </div>
  );
}
