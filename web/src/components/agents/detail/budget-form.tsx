"use client";

import type { TaskDetails } from "@catalyst/api";
import { type FormEvent, useState } from "react";
import { resumeAgentTask } from "../../../actions/agent-tasks.ts";
import { asItIs } from "../../../tasks/as-it-is.ts";
import { resumeCommand } from "../../../tasks/commands.ts";
import { Button } from "../../parts/form/button.tsx";
import { TextField } from "../../parts/form/field.tsx";
import type { Act } from "../../parts/form/use-act.ts";
import { AsCommand } from "../../parts/shown/as-command.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

const STEPS_USD = [2, 5, 10];

/** Gives a task more that came to the end of its budget: a step more, or any amount. */
export function BudgetForm({ task, acting }: { task: TaskDetails; acting: Act }) {
  const { number } = task;
  const { isBusy, fault, once } = acting;
  const [usd, setUsd] = useState("");
  const [tokens, setTokens] = useState("");
  const resume = (more: { usd: number | null; tokens: number | null }) => {
    const body = {
      usd: more.usd === null ? null : ({ kind: "add", amount: more.usd } as const),
      tokens: more.tokens === null ? null : ({ kind: "add", amount: more.tokens } as const),
    };
    once(["resumeTask", asItIs(task), body], (name) => resumeAgentTask(String(number), body, name));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    resume({ usd: amountIn(usd), tokens: amountIn(tokens) });
  };
  const isSaid = usd !== "" || tokens !== "";
  const command = isSaid ? { usd: more(usd), tokens: more(tokens) } : { usd: `+${STEPS_USD[0]}`, tokens: "" };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {STEPS_USD.map((step) => (
          <Button
            key={step}
            tone={step === STEPS_USD[0] ? "primary" : "plain"}
            disabled={isBusy}
            onClick={() => resume({ usd: step, tokens: null })}
          >
            Add ${step}
          </Button>
        ))}
      </div>
      <details className="text-xs text-ink-2" open={isSaid || undefined}>
        <summary>Another amount</summary>
        <form onSubmit={submit} className="flex max-w-xl flex-wrap items-end gap-3 py-2 text-sm text-ink">
          <TextField
            {...{ label: "More dollars", type: "number", min: 0.01, step: "any", inputMode: "decimal", value: usd }}
            onChange={(event) => setUsd(event.target.value)}
          />
          <TextField
            {...{ label: "More tokens", type: "number", min: 1, step: 1, inputMode: "numeric", value: tokens }}
            onChange={(event) => setTokens(event.target.value)}
          />
          <Button type="submit" disabled={isBusy || !isSaid}>
            Add
          </Button>
        </form>
      </details>
      {fault === null ? null : <FaultNote fault={fault} />}
      <AsCommand lines={[resumeCommand(number, command)]} />
    </>
  );
}

const amountIn = (typed: string): number | null => (typed === "" ? null : Number(typed));
const more = (typed: string): string => (typed === "" ? "" : `+${typed}`);
