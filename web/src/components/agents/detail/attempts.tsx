"use client";

import type { Execution } from "@catalyst/api";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { markOf, statusWord } from "../../../tasks/mark-of.ts";
import { agentName } from "../../../words/agent-name.ts";
import { useKey } from "../../frame/keys/use-key.ts";
import { StatusMark } from "../../parts/shown/status-mark.tsx";

interface AttemptsProps {
  /** The task's. */
  number: number;
  executions: Execution[];
  chosen: Execution | null;
}

/** Which of a task's attempts is shown, and the others; `[` and `]` go from one to the next. */
export function Attempts({ number, executions, chosen }: AttemptsProps) {
  const router = useRouter();
  const at = executions.findIndex(({ id }) => id === chosen?.id);
  const hrefOf = ({ run }: Execution) => `/agent-tasks/${number}?attempt=${run}`;
  useKey(/^[[\]]$/, ({ key }) => {
    const next = executions[at + (key === "[" ? -1 : 1)];
    if (at !== -1 && next !== undefined) {
      router.push(hrefOf(next));
    }
  });
  if (executions.length < 2 || chosen === null) {
    return null;
  }
  return (
    <details className="relative">
      <summary
        aria-keyshortcuts="[ ]"
        className="flex h-7 list-none items-center rounded-control border border-line bg-surface px-2.5 max-sm:h-11"
      >
        Attempt {chosen.run} of {executions.length}
      </summary>
      <ul className="absolute right-0 z-10 mt-1 w-64 rounded-box border border-line bg-surface p-1 shadow-lg">
        {executions.map((execution) => (
          <li key={execution.id}>
            <Link
              href={hrefOf(execution)}
              prefetch={false}
              aria-current={execution.id === chosen.id}
              className="flex items-center gap-2 rounded-control px-2 py-1 hover:bg-sunken aria-[current=true]:font-semibold"
            >
              <StatusMark mark={markOf(execution.state)} word={statusWord(execution.state)} /> {execution.run} ·{" "}
              {agentName(execution.agentType)} · {execution.purpose}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
