"use client";

import type { Execution, TaskDetails } from "@catalyst/api";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { approveAgentPlan, rejectAgentPlan } from "../../actions/agent-tasks.ts";
import { isPassing } from "../../api/fault.ts";
import { asItIs } from "../../tasks/as-it-is.ts";
import { rejectCommand } from "../../tasks/commands.ts";
import { heldRunOf } from "../../tasks/held-run.ts";
import { needOf } from "../../tasks/need-of.ts";
import { useKey } from "../frame/keys/use-key.ts";
import { Button } from "../parts/form/button.tsx";
import { type Act, useAct } from "../parts/form/use-act.ts";
import { AsCommand } from "../parts/shown/as-command.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { BudgetForm } from "./detail/budget-form.tsx";
import { PublishForm } from "./detail/publish-form.tsx";

/**
 * ApprovalDialog: no window over what is to be decided, but a bar below it. Who comes too late, as somebody else has decided
 * meanwhile, is told so when nothing waits any more.
 */
export function ApprovalDialog({ task, executions }: { task: TaskDetails; executions: Execution[] }) {
  const acting = useAct();
  const { fault, dismiss } = acting;
  const need = needOf(task);
  const forget = useEffectEvent(dismiss);
  useEffect(() => {
    if (need !== null) {
      // What was refused before is no word on this.
      forget();
    }
  }, [need]);
  switch (need) {
    case "plan":
      return <PlanBar task={task} acting={acting} />;
    case "budget":
      return (
        <Bar title="Its budget is used up. What it did is kept: give it more, or stop it.">
          <BudgetForm task={task} acting={acting} />
        </Bar>
      );
    case "result":
      return (
        <Bar title={holdWords(task)}>
          <PublishForm task={task} acting={acting} run={heldRunOf(task, executions)} />
        </Bar>
      );
    case "race":
      return <Bar title="Results wait: compare them, and publish one of them." />;
  }
  if (isKeptBack(task)) {
    return (
      <Bar title="Its result is kept, and wasn't published.">
        <PublishForm task={task} acting={acting} run={heldRunOf(task, executions)} />
      </Bar>
    );
  }
  // Where nobody answered, it was done: that is why nothing waits.
  return fault === null || isPassing(fault) ? null : (
    <Bar title="That came too late: the task is as it is shown now.">
      <FaultNote fault={fault} />
      <div>
        <Button onClick={dismiss}>All right</Button>
      </div>
    </Bar>
  );
}

/** It ended without its branch, as what the policy found or what became of the branch was in the way. */
function isKeptBack({ status, result, keptUntil }: TaskDetails): boolean {
  const isEnded = status === "failed" || status === "cancelled";
  return (
    isEnded && result !== null && result.headCommit !== null && result.publication.kind === "kept" && keptUntil !== null
  );
}

type Mode = "asked" | "edit" | "reject";

function PlanBar({ task, acting }: { task: TaskDetails; acting: Act }) {
  const id = String(task.number);
  const { isBusy, fault, once } = acting;
  const markdown = task.plan?.markdown ?? "";
  const shown = task.plan?.executionId ?? null;
  const [mode, setMode] = useState<Mode>("asked");
  const [text, setText] = useState("");
  // What is typed is about this one, also where another is made meanwhile.
  const [typedFor, setTypedFor] = useState(shown);
  const plan = mode === "asked" ? shown : typedFor;
  const open = (next: Mode) => {
    setTypedFor(shown);
    setText(next === "edit" ? markdown : "");
    setMode(next);
  };
  const decide = () => {
    if (mode === "reject") {
      const body = { feedback: text, plan };
      once(["rejectPlan", asItIs(task), body], (name) => rejectAgentPlan(id, body, name));
    } else {
      const body = { markdown: mode === "edit" ? text : null, plan };
      once(["approvePlan", asItIs(task), body], (name) => approveAgentPlan(id, body, name));
    }
  };
  useKey("a", () => {
    if (mode === "asked" && !isBusy) {
      decide();
    }
  });
  return (
    <Bar title="The plan is ready. Nothing is changed before you approve it.">
      {mode === "asked" ? null : (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed in
          autoFocus
          aria-label={mode === "edit" ? "The plan" : "What to change"}
          placeholder={mode === "edit" ? "" : "What is to be changed"}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={({ key }) => key === "Escape" && setMode("asked")}
          className="min-h-24 w-full resize-y rounded-control border border-line bg-surface p-2 font-mono text-xs"
        />
      )}
      <div className="flex flex-wrap gap-2">
        {mode === "asked" ? (
          <>
            <Button tone="primary" aria-keyshortcuts="a" disabled={isBusy} onClick={decide}>
              Approve
            </Button>
            <Button onClick={() => open("edit")}>Edit</Button>
            <Button onClick={() => open("reject")}>Reject</Button>
          </>
        ) : (
          <>
            <Button tone="primary" disabled={isBusy || text.trim() === ""} onClick={decide}>
              {mode === "edit" ? "Approve as edited" : "Send it back"}
            </Button>
            <Button onClick={() => setMode("asked")}>Cancel</Button>
          </>
        )}
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <AsCommand lines={[commandOf(mode, task.number, text)]} />
    </Bar>
  );
}

function commandOf(mode: Mode, number: number, text: string): string {
  switch (mode) {
    case "asked":
      return `catalyst tasks approve ${number}`;
    case "edit":
      return `catalyst tasks approve ${number} --edit`;
    case "reject":
      return rejectCommand(number, text);
  }
}

function holdWords({ result }: TaskDetails): string {
  const reasons = result?.hold?.reasons ?? [];
  const why = [
    reasons.includes("ci") ? "it changes what CI runs" : null,
    reasons.includes("public") ? "the repository is public" : null,
    reasons.includes("outsiders") ? "outsiders had a word in it" : null,
    reasons.includes("setting") ? "the project wants it so" : null,
  ].filter((words) => words !== null);
  return `The result waits for your word${why.length === 0 ? "" : `: ${why.join(", ")}`}.`;
}

function Bar({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section
      aria-label="Needs you"
      className="flex flex-col gap-2 border-t-2 border-asks bg-surface px-5 py-3 max-sm:px-3.5"
    >
      <p className="font-[550]">{title}</p>
      {children}
    </section>
  );
}
