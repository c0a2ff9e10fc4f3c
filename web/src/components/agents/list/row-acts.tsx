"use client";

import type { ListedTask } from "@catalyst/api";
import dynamic from "next/dynamic";
import Link from "next/link";
import { isOver, type Need, needOf } from "../../../tasks/need-of.ts";
import { Button, buttonLook } from "../../parts/form/button.tsx";

/** Comes where a task can be stopped, and not with the list: what asks once more is large. */
const TerminateButton = dynamic(() => import("../terminate-button.tsx").then((part) => part.TerminateButton), {
  ssr: false,
});

interface RowActsProps {
  task: ListedTask;
  /** Takes it out of the list, or puts it back; null: it can't be. */
  onArchive: (() => void) | null;
}

/** Nothing is approved unread: what waits for a word leads to what that is about. */
const WHERE: Record<Need, { words: string; query: string }> = {
  plan: { words: "Read the plan", query: "?tab=plan" },
  race: { words: "Compare", query: "?tab=compare" },
  result: { words: "See the changes", query: "?tab=changes" },
  budget: { words: "Decide", query: "" },
};

/**
 * What can be done with a task where it stands in a list: shown over its row as long as that is pointed at or has the focus. It covers who
 * asked for it as a whole: half a name looks broken.
 */
export function RowActs({ task, onArchive }: RowActsProps) {
  const need = task.rights.act ? needOf(task) : null;
  const url = pullRequestOf(task);
  const isStoppable = task.rights.act && !isOver(task);
  if (need === null && url === null && !isStoppable && onArchive === null) {
    return null;
  }
  return (
    <fieldset
      data-acts
      aria-label={`What can be done with #${task.number}`}
      className="absolute inset-y-0 right-0 invisible flex items-center justify-end gap-1.5 xl:min-w-32 border-b border-line bg-sunken pr-5 pl-4 transition-[visibility] delay-75 duration-0 group-focus-within/row:visible group-focus-within/row:delay-0 group-hover/row:visible group-hover/row:delay-0 pointer-coarse:hidden"
    >
      {need === null ? null : (
        <Link href={`/agent-tasks/${task.number}${WHERE[need].query}`} prefetch={false} className={buttonLook()}>
          {WHERE[need].words}
        </Link>
      )}
      {url === null ? null : (
        <a href={url} target="_blank" rel="noopener noreferrer" className={buttonLook()}>
          Open PR
        </a>
      )}
      {isStoppable ? <TerminateButton task={task} /> : null}
      {onArchive === null ? null : (
        <Button onClick={onArchive}>{task.archivedAt === null ? "Archive" : "Unarchive"}</Button>
      )}
    </fieldset>
  );
}

function pullRequestOf({ result }: ListedTask): string | null {
  const publication = result?.publication;
  return publication?.kind === "pull_request" && /^https?:\/\//.test(publication.url) ? publication.url : null;
}
