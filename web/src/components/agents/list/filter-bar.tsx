"use client";

import type { ListedTask, TaskCounts } from "@catalyst/api";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode, RefObject, TransitionStartFunction } from "react";
import { SHOWN, type Shown } from "../../../tasks/task-filter.ts";
import { agentName } from "../../../words/agent-name.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { useCount } from "../../frame/bars/counts.tsx";
import { classNames } from "../../parts/class-names.ts";
import { KeyCap } from "../../parts/shown/key-cap.tsx";

const WORDS: Record<Shown, string> = {
  all: "All",
  needs: "Needs you",
  running: "Running",
  failed: "Failed",
  mine: "Mine",
  archived: "Archived",
};
const TYPED_MILLISECONDS = 250;

interface FilterBarProps {
  searchRef: RefObject<HTMLInputElement | null>;
  startLoading: TransitionStartFunction;
  /** The newest: one of their repositories, and one of their agents, may be chosen. No list waits for what others there are. */
  tasks: readonly ListedTask[];
}

/** Which tasks are shown, as the address has it: what is chosen can be sent to somebody, and `back` goes back. */
export function FilterBar({ searchRef, startLoading, tasks }: FilterBarProps) {
  const options = { shallow: false, startTransition: startLoading, history: "push" } as const;
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(SHOWN).withDefault("all").withOptions(options));
  return (
    <div className="flex items-center gap-2 border-b border-line px-5 py-2 max-lg:flex-wrap max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3.5">
      {SHOWN.map((name) => (
        <Chip key={name} isChosen={show === name} onClick={() => void setShow(name === "all" ? null : name)}>
          {WORDS[name]} <Counted name={COUNTS[name]} />
        </Chip>
      ))}
      <ChoiceChip
        name="repo"
        label="Repository"
        among={tasks.map(({ repositoryName }) => repositoryName)}
        startLoading={startLoading}
      />
      <ChoiceChip
        name="agent"
        label="Agent"
        among={tasks.map(({ agentType }) => agentType)}
        wordOf={agentName}
        startLoading={startLoading}
      />
      <SearchField searchRef={searchRef} startLoading={startLoading} />
    </div>
  );
}

/** Of all that one sees; where only some are looked at, that number would be another. */
function Counted({ name }: { name: keyof TaskCounts }) {
  const [q] = useQueryState("q", parseAsString.withDefault(""));
  const [repo] = useQueryState("repo", parseAsString.withDefault(""));
  const [agent] = useQueryState("agent", parseAsString.withDefault(""));
  const count = useCount(name);
  return [q, repo, agent].some((said) => said !== "") || count === null ? null : (
    <span className="text-ink-3 tabular-nums">{count}</span>
  );
}

const COUNTS: Record<Shown, keyof TaskCounts> = {
  all: "all",
  needs: "needsYou",
  running: "running",
  failed: "failed",
  mine: "mine",
  archived: "archived",
};

function Chip({ isChosen, onClick, children }: { isChosen: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={classNames(
        "h-6.5 shrink-0 rounded-full border border-line px-2.5 text-ink-2 hover:text-ink max-sm:h-9",
        isChosen && "border-transparent bg-accent-soft text-ink",
      )}
    >
      {children}
    </button>
  );
}

interface ChoiceChipProps {
  /** As the address has what is chosen. */
  name: string;
  label: string;
  /** Of each task; null: it has none. */
  among: readonly (string | null)[];
  wordOf?: (one: string) => string;
  startLoading: TransitionStartFunction;
}

/** One of several, where there are several; what is chosen is taken back by pressing it. */
function ChoiceChip({ name, label, among, wordOf = (one) => one, startLoading }: ChoiceChipProps) {
  const options = { shallow: false, startTransition: startLoading, history: "push" } as const;
  const [chosen, choose] = useQueryState(name, parseAsString.withDefault("").withOptions(options));
  if (chosen !== "") {
    return (
      <Chip isChosen onClick={() => void choose(null)}>
        {visibleText(wordOf(chosen))} ×
      </Chip>
    );
  }
  const choices = [...new Set(among.filter((one) => one !== null))].toSorted();
  return choices.length < 2 ? null : (
    <select
      aria-label={label}
      value=""
      onChange={({ target }) => void choose(target.value)}
      className="field-sizing-content h-6.5 max-w-40 shrink-0 rounded-full border border-line bg-bg px-2 text-ink-2 hover:text-ink max-sm:h-9"
    >
      <option value="">{label}</option>
      {choices.map((one) => (
        <option key={one} value={one}>
          {visibleText(wordOf(one))}
        </option>
      ))}
    </select>
  );
}

function SearchField({ searchRef, startLoading }: Omit<FilterBarProps, "tasks">) {
  const typed = { shallow: false, startTransition: startLoading, throttleMs: TYPED_MILLISECONDS } as const;
  const [q, setQ] = useQueryState("q", parseAsString.withDefault("").withOptions(typed));
  return (
    <div className="ml-auto flex items-center gap-2 rounded-control border border-line bg-surface px-2 focus-within:outline-2 focus-within:outline-accent">
      <input
        ref={searchRef}
        type="search"
        aria-label="Search titles"
        aria-keyshortcuts="/"
        placeholder="Search"
        value={q}
        onChange={(event) => void setQ(event.target.value === "" ? null : event.target.value)}
        className="h-6.5 w-40 bg-transparent outline-none placeholder:text-ink-3 max-sm:h-9 max-sm:w-28"
      />
      <KeyCap>/</KeyCap>
    </div>
  );
}
