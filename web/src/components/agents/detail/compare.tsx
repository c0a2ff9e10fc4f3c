import type { Execution, TaskDetails } from "@catalyst/api";
import type { Usage } from "../../../actions/agent-tasks.ts";
import { markOf, statusWord } from "../../../tasks/mark-of.ts";
import { needOf } from "../../../tasks/need-of.ts";
import { agentName } from "../../../words/agent-name.ts";
import { lengthWords } from "../../../words/time-words.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { useAct } from "../../parts/form/use-act.ts";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { StatusMark } from "../../parts/shown/status-mark.tsx";
import { PublishForm } from "./publish-form.tsx";

interface CompareProps {
  task: TaskDetails;
  executions: Execution[];
  usage: Usage;
  /** Whoever looks may publish one. */
  mayAct: boolean;
}

/** Attempts side by side: of a race, one of them is published. */
export function Compare({ task, executions, usage, mayAct }: CompareProps) {
  // Of them all one is published: while one is being picked, no other can be.
  const acting = useAct();
  const isPicking = mayAct && needOf(task) === "race";
  return (
    <div className="flex min-h-0 flex-col">
      {acting.fault === null ? null : <FaultNote fault={acting.fault} className="m-4" />}
      <div className="grid auto-cols-[minmax(220px,1fr)] grid-flow-col gap-px overflow-auto bg-line">
        {executions.map((execution) => (
          <section key={execution.id} aria-label={`Attempt ${execution.run}`} className="flex flex-col gap-2 bg-bg p-4">
            <h2 className="flex items-center gap-2 font-semibold">
              <StatusMark mark={markOf(execution.state)} word={statusWord(execution.state)} />
              {execution.run} · {agentName(execution.agentType)}
            </h2>
            <p className="text-ink-2">{execution.model}</p>
            <Outcome
              execution={execution}
              cost={usage.executions.find(({ executionId }) => executionId === execution.id)?.costUsd ?? null}
            />
            {isPicking && execution.result !== null ? (
              <PublishForm
                task={{ ...task, result: execution.result }}
                run={execution.run}
                acting={{ ...acting, fault: null }}
              />
            ) : null}
          </section>
        ))}
      </div>
    </div>
  );
}

function Outcome({ execution, cost }: { execution: Execution; cost: number | null }) {
  const { result, verification, startedAt, endedAt } = execution;
  return (
    <>
      <p>
        {cost === null ? "Cost not known" : `$${cost.toFixed(2)}`}
        {endedAt === null ? "" : ` · ${lengthWords(Date.parse(endedAt) - Date.parse(startedAt))}`}
      </p>
      {verification === null ? null : (
        <p className={verification.isPassed ? "text-ok" : "text-bad"}>
          Verify {verification.isPassed ? "passed" : "failed"}
        </p>
      )}
      {result === null ? null : (
        <p className="font-mono text-xs">
          {result.diffStat.files} {result.diffStat.files === 1 ? "file" : "files"}{" "}
          <span className="text-ok">+{result.diffStat.insertions}</span>{" "}
          <span className="text-bad">−{result.diffStat.deletions}</span>
        </p>
      )}
      {result?.summary == null ? null : <p className="line-clamp-6 text-ink-2">{visibleText(result.summary)}</p>}
    </>
  );
}
