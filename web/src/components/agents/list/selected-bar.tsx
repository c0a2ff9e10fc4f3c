"use client";

import type { ListedTask } from "@catalyst/api";
import { useState } from "react";
import { cancelAgentTask, retryAgentTask } from "../../../actions/agent-tasks.ts";
import { asItIs } from "../../../tasks/as-it-is.ts";
import { canRetry, isOver } from "../../../tasks/need-of.ts";
import { Button } from "../../parts/form/button.tsx";
import { useAct } from "../../parts/form/use-act.ts";
import { AsCommand } from "../../parts/shown/as-command.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { KeyCap } from "../../parts/shown/key-cap.tsx";
import { askEach } from "./ask-each.ts";

interface SelectedBarProps {
  tasks: readonly ListedTask[];
  /** Takes them out of the list, or puts them back; null: that can't be done with any of them. */
  archive: { words: string; command: string; onArchive: () => void } | null;
  onClear: () => void;
}

/** What can be done with several tasks at once; of each, what it can have done. */
export function SelectedBar({ tasks, archive, onClear }: SelectedBarProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { isBusy, fault, act, once } = useAct();
  if (tasks.length === 0) {
    return null;
  }
  const stopped = tasks.filter((task) => task.rights.act && !isOver(task) && task.cancelRequestedAt === null);
  const retried = tasks.filter((task) => task.rights.act && canRetry(task));
  const done = () => {
    setIsAsking(false);
    onClear();
  };
  const stop = () => act(() => askEach(stopped, ({ number }) => cancelAgentTask(String(number))), done);
  const retry = () =>
    once(
      ["retryTask", retried.map(asItIs)],
      (name) => askEach(retried, ({ number }) => retryAgentTask(String(number), {}, `${name} ${number}`)),
      done,
    );
  return (
    <section
      aria-label="Selected"
      className="flex flex-col gap-2 border-t-2 border-accent bg-surface px-5 py-3 max-sm:px-3.5"
    >
      {fault === null ? null : <FaultNote fault={fault} />}
      <div className="flex flex-wrap items-center gap-2">
        <span role="status" className="mr-auto">
          {tasks.length} selected
          {tasks.every(({ rights }) => rights.act) ? null : (
            <span className="text-ink-2">
              {" · "}You may only look at {tasks.some(({ rights }) => rights.act) ? "some of them" : "them"}
            </span>
          )}
        </span>
        {stopped.length === 0 ? null : (
          <Button tone="danger" disabled={isBusy} onClick={isAsking ? stop : () => setIsAsking(true)}>
            {isAsking ? `Really stop ${stopped.length}` : `Stop ${stopped.length}`}
          </Button>
        )}
        {retried.length === 0 ? null : (
          <Button disabled={isBusy} onClick={retry}>
            Retry {retried.length}
          </Button>
        )}
        {archive === null ? null : (
          <Button aria-keyshortcuts="e" onClick={archive.onArchive}>
            {archive.words} <KeyCap>E</KeyCap>
          </Button>
        )}
        <Button onClick={done}>Clear</Button>
      </div>
      <AsCommand
        lines={[
          ...stopped.map(({ number }) => `catalyst tasks cancel ${number}`),
          ...retried.map(({ number }) => `catalyst tasks retry ${number}`),
          ...(archive === null ? [] : [archive.command]),
        ]}
      />
    </section>
  );
}
