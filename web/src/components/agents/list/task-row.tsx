"use client";

import type { ListedTask } from "@catalyst/api";
import Link from "next/link";
import { type Mark, markOf, statusWord } from "../../../tasks/mark-of.ts";
import { sentenceOf } from "../../../tasks/sentence-of.ts";
import { usdWords } from "../../../usage/usage-words.ts";
import { agentName } from "../../../words/agent-name.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../../parts/class-names.ts";
import { StatusMark } from "../../parts/shown/status-mark.tsx";
import { PassingTime } from "../../parts/time/passing-time.tsx";
import { RowActs } from "./row-acts.tsx";
import { isFar } from "./swipe.ts";
import { useDoing } from "./use-doing.ts";
import { useSwipe } from "./use-swipe.ts";

/** Once, in the colour of how it ended. */
const FLASHES: Partial<Record<Mark, string>> = {
  ok: "animate-[flash_600ms_ease-out] [--flash:var(--ok)]",
  bad: "animate-[flash_600ms_ease-out] [--flash:var(--bad)]",
  off: "animate-[flash_600ms_ease-out] [--flash:var(--off)]",
};

interface TaskRowProps {
  task: ListedTask;
  /** What it does is told as it does it. */
  isFollowed: boolean;
  /** Something is to be done with it and others. */
  isSelected?: boolean;
  /** It was seen to end. */
  hasJustEnded?: boolean;
  /** Takes it out of the list, or puts it back; absent or null: it can't be. */
  onArchive?: (() => void) | null;
}

/** A task in two lines: what it is, and what it does now or why it ended. All of it leads to the task; a finger that draws it to the left archives it. */
export function TaskRow({ task: told, isFollowed, onArchive = null, ...look }: TaskRowProps) {
  const task = useDoing(told, isFollowed);
  const { drawn, handlers } = useSwipe(onArchive);
  return (
    <div className="group/row relative touch-pan-y" {...handlers}>
      {drawn === 0 ? null : (
        <span
          aria-hidden
          className={classNames(
            "absolute inset-0 flex items-center justify-end bg-sunken px-5 text-ink-2",
            isFar(drawn) && "bg-accent-soft font-semibold text-ink",
          )}
        >
          {task.archivedAt === null ? "Archive" : "Unarchive"}
        </span>
      )}
      <RowLink task={task} drawn={drawn} {...look} />
      <RowActs task={task} onArchive={onArchive} />
    </div>
  );
}

interface RowLinkProps extends Pick<TaskRowProps, "task" | "isSelected" | "hasJustEnded"> {
  /** By how many pixels a finger has drawn it. */
  drawn: number;
}

function RowLink({ task, drawn, isSelected = false, hasJustEnded = false }: RowLinkProps) {
  const { number, title, status, result } = task;
  const stat = result?.diffStat;
  return (
    <Link
      href={`/agent-tasks/${number}`}
      prefetch={false}
      data-task={number}
      className={classNames(
        "grid h-11 grid-cols-[12px_44px_minmax(0,1fr)_minmax(0,120px)_100px_56px_64px] items-center gap-x-3.5 border-b border-l-2 border-b-line border-l-transparent px-5 group-hover/row:bg-sunken focus-visible:border-l-accent focus-visible:bg-accent-soft focus-visible:outline-none max-lg:grid-cols-[12px_44px_minmax(0,1fr)_64px] xl:grid-cols-[12px_44px_minmax(0,1fr)_minmax(0,120px)_100px_56px_64px_minmax(0,88px)] max-sm:h-15 max-sm:grid-cols-[12px_minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:px-3.5",
        isSelected && "bg-accent-soft",
        hasJustEnded && FLASHES[markOf(status)],
        drawn !== 0 && "relative bg-bg",
      )}
      style={drawn === 0 ? undefined : { transform: `translateX(${drawn}px)` }}
    >
      <StatusMark mark={markOf(status)} word={statusWord(status)} />
      <span className="font-mono text-xs text-ink-2 max-sm:hidden">#{number}</span>
      <span className="min-w-0">
        <span className="block truncate font-[550]">
          {isSelected ? (
            <>
              <span aria-hidden>✓ </span>
              <span className="sr-only">Selected: </span>
            </>
          ) : null}
          {visibleText(title)}
        </span>
        <span className="block truncate text-xs text-ink-2">
          {visibleText(sentenceOf(task))}
          {stat === undefined || stat.files === 0 ? null : (
            <>
              {" · "}
              <span className="font-mono text-ok">+{stat.insertions}</span>{" "}
              <span className="font-mono text-bad">−{stat.deletions}</span>
            </>
          )}
        </span>
      </span>
      <span className="truncate font-mono text-xs text-ink-2 max-lg:hidden">
        {visibleText(task.repositoryName ?? "repository gone")}
      </span>
      <span className="truncate text-ink-2 max-lg:hidden">{agentName(task.agentType)}</span>
      <span className="text-right text-ink-2 max-lg:hidden">
        {task.spentUsd === 0 ? null : (
          <>
            <span className="sr-only">Cost: </span>
            {usdWords(task.spentUsd)}
          </>
        )}
      </span>
      <span className="text-right text-ink-2">
        <PassingTime task={task} />
      </span>
      <span className="truncate text-ink-2 max-xl:hidden">
        {task.askedBy === null ? null : (
          <>
            <span className="sr-only">Asked for by </span>
            {visibleText(task.askedBy)}
          </>
        )}
      </span>
    </Link>
  );
}
