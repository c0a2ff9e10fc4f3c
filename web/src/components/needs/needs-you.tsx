"use client";

import type { Credential } from "@catalyst/api";
import Link from "next/link";
import { useRef } from "react";
import type { TaskPage } from "../../actions/agent-tasks.ts";
import { titleOf } from "../../credentials/providers.ts";
import { groupNeeds } from "../../tasks/group-needs.ts";
import type { TaskFilter } from "../../tasks/task-filter.ts";
import { TaskRow } from "../agents/list/task-row.tsx";
import { useListKeys } from "../agents/list/use-list-keys.ts";
import { useTaskList } from "../agents/list/use-task-list.ts";
import { Button } from "../parts/form/button.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";

interface NeedsYouProps {
  first: TaskPage;
  filter: TaskFilter;
  /** Of whoever looks: those that must be signed in anew. */
  spentKeys: readonly Credential[];
}

/** All that waits for a person's word, live, by what is asked. */
export function NeedsYou({ first, filter, spentKeys }: NeedsYouProps) {
  const searchRef = useRef<HTMLInputElement>(null);
  useListKeys({ searchRef });
  const { tasks, fresh, nextCursor, fault, showFresh, loadOlder } = useTaskList(first, filter);
  const groups = groupNeeds(tasks);
  const isNothing = groups.length === 0 && spentKeys.length === 0 && fresh.length === 0;
  return (
    <>
      {fault === null ? null : <FaultNote fault={fault} className="m-5" />}
      {fresh.length === 0 ? null : (
        <Button tone="primary" className="fixed top-3 left-1/2 z-10 rounded-full shadow-lg" onClick={showFresh}>
          {fresh.length} new
        </Button>
      )}
      {isNothing ? <Nothing /> : null}
      <SpentKeys keys={spentKeys} />
      {groups.map(({ need, name, tasks: of }) => (
        <section key={need} aria-label={name}>
          <h2 className="px-5 pt-3 pb-2 text-xs font-[550] text-ink-2 max-sm:px-3.5">
            {name} · {of.length}
          </h2>
          {of.map((task) => (
            <TaskRow key={task.id} task={task} isFollowed={false} />
          ))}
        </section>
      ))}
      {nextCursor === null ? null : (
        <div className="p-5 text-center">
          <Button onClick={() => void loadOlder()}>Show older</Button>
        </div>
      )}
      <Commands />
    </>
  );
}

function SpentKeys({ keys }: { keys: readonly Credential[] }) {
  return keys.length === 0 ? null : (
    <section aria-label="Keys to sign in anew">
      <h2 className="px-5 pt-3 pb-2 text-xs font-[550] text-ink-2 max-sm:px-3.5">Keys · {keys.length}</h2>
      {keys.map((key) => (
        <Link
          key={key.id}
          href="/settings/agents"
          data-task={key.id}
          className="flex h-11 items-center gap-3.5 border-b border-line px-5 hover:bg-sunken focus-visible:bg-accent-soft max-sm:h-15 max-sm:px-3.5"
        >
          <StatusMark mark="asks" word="Needs you" />
          <span className="truncate">
            <span className="font-[550]">{titleOf(key)}</span>{" "}
            <span className="text-ink-2">must be signed in anew</span>
          </span>
        </Link>
      ))}
    </section>
  );
}

function Nothing() {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-3 p-5 pt-16 text-ink-2">
      <h2 className="text-lg font-semibold text-ink">Nothing needs you</h2>
      <p>
        Plans that wait for approval, used-up budgets and results that you pick or publish come here, and stand in the
        tab's title. A task that asks first:
      </p>
      <CopyLine text={'catalyst run "Fix the failing test" --repo . --plan'} />
      <p>
        <Link href="/agent-tasks" className="text-accent underline">
          All tasks
        </Link>
      </p>
    </div>
  );
}

function Commands() {
  return (
    <details className="px-5 py-4 text-xs text-ink-2 max-sm:px-3.5">
      <summary>As commands</summary>
      <CopyLine text="catalyst tasks list --status awaiting_approval --status paused_budget" />
    </details>
  );
}
