import type { Execution, TaskDetails } from "@catalyst/api";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { markOf, statusWord } from "../../../tasks/mark-of.ts";
import { hasBranch } from "../../../tasks/need-of.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { useKey } from "../../frame/keys/use-key.ts";
import { CopyText } from "../../parts/shown/copy-text.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { StatusMark } from "../../parts/shown/status-mark.tsx";
import { PassingTime } from "../../parts/time/passing-time.tsx";
import { ArchiveButton } from "../archive-button.tsx";
import { RetryButton } from "../retry-button.tsx";
import { TerminateButton } from "../terminate-button.tsx";
import { Attempts } from "./attempts.tsx";
import { UpdateBranch } from "./update-branch.tsx";

interface TaskHeadProps {
  task: TaskDetails;
  executions: Execution[];
  chosen: Execution | null;
  agents: { id: string; name: string }[];
  mayAct: boolean;
  /** The name of the task's project, where whoever looks may set what it allows; null: they may not, or it isn't known. */
  keptProject: string | null;
  /** How far it is. */
  children: ReactNode;
}

/** What the task is, how it is, and what can be done with it as a whole. */
export function TaskHead({ task, executions, chosen, agents, mayAct, keptProject, children }: TaskHeadProps) {
  return (
    <header>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 px-5 pt-3 max-sm:px-3.5">
        <div className="min-w-0 flex-1 basis-80">
          <Crumb task={task} branch={hasBranch(task, executions) ? task.branch : null} />
          <h1 className="line-clamp-2 text-lg font-semibold">{visibleText(task.title)}</h1>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <span className="inline-flex h-7 items-center gap-2 whitespace-nowrap rounded-full border border-line bg-surface px-3">
            <StatusMark mark={markOf(task.status)} />
            {/* Told as it changes; the clock beside it isn't. */}
            <span role="status">{statusWord(task.status)}</span> <PassingTime task={task} isSpelled />
          </span>
          <Attempts number={task.number} executions={executions} chosen={chosen} />
          {mayAct ? (
            <Acts>
              <UpdateBranch {...{ task, executions }} />
              <RetryButton task={task} agents={agents} />
              <ArchiveButton task={task} />
              <TerminateButton task={task} />
            </Acts>
          ) : null}
        </div>
      </div>
      {children}
      {task.errorMessage === null ? null : (
        <FaultNote
          fault={{ code: task.failureReason ?? "", message: task.errorMessage, way: task.way, requestId: null }}
          project={keptProject}
          className="mx-5 mt-3 max-sm:mx-3.5"
        />
      )}
    </header>
  );
}

/** What can be done with it; `.` goes to the first. */
function Acts({ children }: { children: ReactNode }) {
  const acts = useRef<HTMLFieldSetElement>(null);
  useKey(".", () => acts.current?.querySelector<HTMLElement>("button:enabled")?.focus());
  return (
    <fieldset
      ref={acts}
      aria-label="What can be done with it"
      aria-keyshortcuts="."
      className="flex min-w-0 flex-wrap items-center gap-2"
    >
      {children}
    </fieldset>
  );
}

interface CrumbProps {
  task: TaskDetails;
  /** null: it has none. */
  branch: string | null;
}

/** Where it stands; each part is copied by pressing it: its number as the address of this page. */
function Crumb({ task: { number, sourceNumber, repositoryName }, branch }: CrumbProps) {
  const copyLink = () => `${location.origin}/agent-tasks/${number}`;
  return (
    <p className="truncate text-xs text-ink-2">
      <Link href="/agent-tasks" className="hover:text-ink">
        Tasks
      </Link>
      {" · "}
      {repositoryName === null ? (
        "repository gone"
      ) : (
        <CopyText label="the repository" text={repositoryName} shown={visibleText(repositoryName)} />
      )}
      {" · "}
      <CopyText label="the link" text={copyLink} shown={`#${number}`} />
      {sourceNumber === null ? null : (
        <>
          {" · "}
          <CopyText label="the issue" text={`#${sourceNumber}`} shown={`issue ${sourceNumber}`} />
        </>
      )}
      {branch === null ? null : (
        <>
          {" · "}
          <CopyText label="the branch" text={branch} shown={visibleText(branch)} />
        </>
      )}
    </p>
  );
}
