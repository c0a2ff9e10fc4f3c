"use client";

import type { Event, Execution, Step, TaskDetails } from "@catalyst/api";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import type { TaskWithAttempts } from "../../actions/agent-tasks.ts";
import { needOf } from "../../tasks/need-of.ts";
import { agentName } from "../../words/agent-name.ts";
import { useKey } from "../frame/keys/use-key.ts";
import { classNames } from "../parts/class-names.ts";
import { Markdown } from "../parts/text/markdown.tsx";
import { ActivityLog } from "./activity-log.tsx";
import { ApprovalDialog } from "./approval-dialog.tsx";
import { Asked } from "./detail/asked.tsx";
import { useWayBack } from "./detail/back/use-way-back.ts";
import { Compare } from "./detail/compare.tsx";
import { Composer } from "./detail/composer.tsx";
import { Facts } from "./detail/facts.tsx";
import { StepBar } from "./detail/step-bar.tsx";
import { TaskHead } from "./detail/task-head.tsx";
import { useBlocked } from "./detail/use-blocked.ts";
import { useContextUse } from "./detail/use-context.ts";
import { useFresh } from "./detail/use-fresh.ts";

const Changes = lazy(async () => ({ default: (await import("./changes/changes.tsx")).Changes }));

const TABS = ["activity", "changes", "plan", "raw", "compare"] as const;
type Tab = (typeof TABS)[number];

export interface TaskDetailProps extends TaskWithAttempts {
  chosen: Execution | null;
  newest: Event[];
  /** Of the one that is shown. */
  steps: Step[];
  agents: { id: string; name: string; canSteer: boolean }[];
  /** The name of the task's project, where whoever looks may set what it allows; null: they may not, or it isn't known. */
  keptProject: string | null;
}

/** AgentTaskDetail: one task, live. */
export function TaskDetail({ task, executions, usage, chosen, newest, steps, agents, keptProject }: TaskDetailProps) {
  const mayAct = task.rights.act;
  useFresh(task, chosen, newest.at(-1));
  const context = useContextUse(chosen, newest);
  const blocked = useBlocked(chosen, newest);
  const facts = <Facts {...{ task, usage, context, blocked, keptProject }} execution={chosen} />;
  const { tab, setTab } = useTab(task);
  useWayBack();
  const isLog = tab === "activity" || tab === "raw";
  const canSteer = agents.find(({ id }) => id === (chosen?.agentType ?? task.agentType))?.canSteer ?? null;
  return (
    <div className="flex h-dvh flex-col max-sm:h-[calc(100dvh-var(--bottom-bar))]">
      <TaskHead {...{ task, executions, chosen, agents, mayAct, keptProject }}>
        <StepBar
          steps={steps}
          isStopped={chosen?.state === "cancelled"}
          onChoose={(line) => {
            setTab(tab === "raw" ? "raw" : "activity");
            location.hash = `#L${line}`;
          }}
        />
      </TaskHead>
      <Tabs tab={tab} onChoose={setTab} {...{ task, executions }} />
      <details className="border-b border-line sm:hidden">
        <summary className="px-3.5 py-2 text-ink-2">
          ${usage.spent.usd.toFixed(2)} · {agentName(chosen?.agentType ?? null)}
        </summary>
        {facts}
      </details>
      <div className="flex min-h-0 flex-1">
        <div role="tabpanel" aria-label={TAB_WORDS[tab]} className="flex min-w-0 flex-1 flex-col">
          {tab === "activity" ? <Asked task={task} /> : null}
          {isLog && chosen !== null ? (
            <ActivityLog
              key={`${chosen.id} ${tab}`}
              execution={chosen}
              newest={newest}
              task={task.number}
              isRaw={tab === "raw"}
            />
          ) : null}
          {isLog && chosen === null ? <p className="p-5 text-ink-2">It hasn't begun yet.</p> : null}
          {tab === "changes" ? (
            <Suspense fallback={<p className="p-5 text-ink-2">Loading the changes …</p>}>
              <Changes task={task} execution={chosen} />
            </Suspense>
          ) : null}
          {tab === "plan" ? <PlanPanel markdown={task.plan?.markdown ?? null} /> : null}
          {tab === "compare" ? <Compare {...{ task, executions, usage, mayAct }} /> : null}
        </div>
        <aside aria-label="Facts" className="w-66 shrink-0 overflow-y-auto border-l border-line max-lg:hidden">
          {facts}
        </aside>
      </div>
      {mayAct ? (
        <>
          <ApprovalDialog task={task} executions={executions} />
          <Composer task={task} canSteer={canSteer} />
        </>
      ) : (
        <p className="border-t border-line px-5 py-3 text-ink-2 max-sm:px-3.5">
          You may look at this task, not act on it: the owners and admins of its project can change that.
        </p>
      )}
    </div>
  );
}

/** The plan where that waits for a word, as the page is opened, unless a line is named: what is shown then stays. */
function useTab(task: TaskDetails): { tab: Tab; setTab: (tab: Tab) => void } {
  const [usual] = useState<Tab>(needOf(task) === "plan" ? "plan" : "activity");
  const [said, say] = useQueryState("tab", parseAsStringLiteral(TABS));
  const showLine = useEffectEvent(() => {
    if (said === null && usual === "plan" && location.hash.startsWith("#L")) {
      void say("activity");
    }
  });
  useEffect(() => showLine(), []);
  return { tab: said ?? usual, setTab: (tab) => void say(tab === usual ? null : tab) };
}

const TAB_WORDS: Record<Tab, string> = {
  activity: "Activity",
  changes: "Changes",
  plan: "Plan",
  raw: "Raw log",
  compare: "Compare",
};

interface TabsProps extends Pick<TaskDetailProps, "task" | "executions"> {
  tab: Tab;
  onChoose: (tab: Tab) => void;
}

function Tabs({ tab, onChoose, task, executions }: TabsProps) {
  const stat = task.result?.diffStat;
  const there: Record<Tab, boolean> = {
    activity: true,
    changes: true,
    plan: task.plan !== null,
    raw: true,
    compare: executions.length > 1,
  };
  const shown = TABS.filter((name) => there[name]);
  useKey(/^[1-5]$/, ({ key }) => {
    const name = shown[Number(key) - 1];
    if (name !== undefined) {
      onChoose(name);
    }
  });
  return (
    <div
      role="tablist"
      aria-label="Of this task"
      className="mt-2 flex gap-5 overflow-x-auto border-b border-line px-5 max-sm:px-3.5"
    >
      {shown.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          onClick={() => onChoose(name)}
          className={classNames(
            "h-9 shrink-0 border-b-2 border-transparent text-ink-2 hover:text-ink max-sm:h-11",
            name === tab && "border-accent font-[550] text-ink",
          )}
        >
          {TAB_WORDS[name]}
          {name === "changes" && stat !== undefined && stat.files > 0 ? (
            <span className="font-mono text-xs font-normal">
              {" "}
              <span className="text-ok">+{stat.insertions}</span> <span className="text-bad">−{stat.deletions}</span>
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

function PlanPanel({ markdown }: { markdown: string | null }) {
  return (
    <div className="max-w-3xl overflow-y-auto p-5">
      {markdown === null ? <p className="text-ink-2">There is no plan.</p> : <Markdown text={markdown} />}
    </div>
  );
}
