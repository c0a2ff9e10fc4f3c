import type { Execution, TaskDetails } from "@catalyst/api";
import type { ReactNode } from "react";
import type { Usage } from "../../../actions/agent-tasks.ts";
import { lookCommands, resultCommands } from "../../../tasks/commands.ts";
import type { ContextUse } from "../../../tasks/context-use.ts";
import { isOver } from "../../../tasks/need-of.ts";
import { tokenWords } from "../../../usage/usage-words.ts";
import { agentName } from "../../../words/agent-name.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { AsCommand } from "../../parts/shown/as-command.tsx";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import { Moment } from "../../parts/time/moment.tsx";
import { Blocked } from "./blocked.tsx";

interface FactsProps {
  task: TaskDetails;
  execution: Execution | null;
  usage: Usage;
  /** null: it isn't known. */
  context: ContextUse | null;
  /** Hosts that were refused. */
  blocked: readonly string[];
  /** As `Blocked` has it. */
  keptProject: string | null;
}

/** What a task costs and with what it works. */
export function Facts({ task, execution, usage, context, blocked, keptProject }: FactsProps) {
  const used = usage.executions.reduce(
    (sum, { inputTokens, outputTokens }) => ({ in: sum.in + inputTokens, out: sum.out + outputTokens }),
    { in: 0, out: 0 },
  );
  const credential = execution?.resolution?.credential ?? null;
  const commits = task.result?.commits.length ?? 0;
  const rows: [string, ReactNode][] = [
    ["Tokens", `${tokenWords(used.in)} in · ${tokenWords(used.out)} out`],
    ["Context", context === null ? null : contextWords(context)],
    ["Agent", agentName(execution?.agentType ?? task.agentType)],
    ["Model", execution?.model ?? task.model],
    [
      "Key",
      credential === null
        ? null
        : [credential.payer?.name, credential.hint === "" ? null : `…${credential.hint}`].filter(Boolean).join(" · "),
    ],
    ["Commits", commits === 0 ? null : String(commits)],
    ["Asked by", task.askedBy],
    ["Asked for", <Moment key="asked" at={task.createdAt} />],
  ];
  return (
    <div className="flex flex-col gap-4 p-4">
      <Cost usage={usage} />
      <dl className="flex flex-col gap-2">
        {rows.map(([name, value]) =>
          value === null || value === "" ? null : (
            <div key={name} className="flex justify-between gap-3">
              <dt className="text-ink-2">{name}</dt>
              <dd className="min-w-0 truncate">{typeof value === "string" ? visibleText(value) : value}</dd>
            </div>
          ),
        )}
      </dl>
      <Published task={task} />
      <ToTake task={task} />
      <Blocked hosts={blocked} keptProject={keptProject} />
      <AsCommand lines={commandsFor(task, execution, usage.executions.length)} />
    </div>
  );
}

function commandsFor(task: TaskDetails, execution: Execution | null, runs: number): string[] {
  const { number, archivedAt } = task;
  const hasResult = (execution?.result?.headCommit ?? null) !== null;
  const run = execution === null || execution.run === runs ? null : execution.run;
  return lookCommands({ number, isOver: isOver(task), hasResult, isArchived: archivedAt !== null }, run);
}

/** What else has a limit that this counts against. */
const SCOPE_WORDS: Record<Usage["limits"][number]["scope"], string> = {
  execution: "This run",
  task: "This task",
  project: "The whole project",
  day: "The project today",
};

function Cost({ usage }: { usage: Usage }) {
  const inDollars = usage.limits.filter(({ unit }) => unit === "usd");
  const limit = inDollars.find(({ scope }) => scope === "task");
  const others = inDollars.filter(({ scope }) => scope !== "task");
  const spent = usage.spent.usd;
  const part = limit === undefined ? 0 : Math.min(1, limit.spent / limit.limit);
  const isUnknown = usage.executions.some(({ costUsd }) => costUsd === null);
  return (
    <div>
      <p className="flex justify-between">
        <span className="text-ink-2">Cost</span>
        <span className="font-[550]">
          {isUnknown ? "at least " : ""}${spent.toFixed(2)}
          {limit === undefined ? "" : ` of $${limit.limit.toFixed(2)}`}
        </span>
      </p>
      {limit === undefined ? null : (
        <div
          role="progressbar"
          aria-label="Budget used"
          aria-valuenow={Math.round(part * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          className="mt-2 h-1 rounded-full bg-line"
        >
          <div className="h-1 rounded-full bg-running" style={{ width: `${part * 100}%` }} />
        </div>
      )}
      {others.map((use) => (
        <p key={use.scope} className="mt-1 flex justify-between gap-3 text-xs text-ink-2">
          <span>{SCOPE_WORDS[use.scope]}</span>
          <span>
            ${use.spent.toFixed(2)} of ${use.limit.toFixed(2)}
          </span>
        </p>
      ))}
    </div>
  );
}

function Published({ task }: { task: TaskDetails }) {
  const publication = task.result?.publication;
  const url =
    publication !== undefined && "url" in publication && /^https?:\/\//.test(publication.url) ? publication.url : null;
  if (url === null) {
    return null;
  }
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="text-accent underline">
      {publication?.kind === "pull_request" ? `Pull request #${publication.number}` : "The review"} ↗
    </a>
  );
}

/** What is done with a result that lies in a folder of somebody's. */
function ToTake({ task }: { task: TaskDetails }) {
  const commands = resultCommands(task);
  return commands.length === 0 ? null : (
    <div className="text-ink-2">
      <p>To see its branch, and to take it in:</p>
      {commands.map((command) => (
        <CopyLine key={command} text={command} />
      ))}
    </div>
  );
}

function contextWords({ tokens, window }: ContextUse): string {
  return window === null ? tokenWords(tokens) : `${Math.round((tokens / window) * 100)} % of ${tokenWords(window)}`;
}
