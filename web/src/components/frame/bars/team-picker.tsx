"use client";

import type { Team } from "@catalyst/api";
import { ChevronsUpDown, Users } from "lucide-react";
import { chooseTeam } from "../../../actions/choose-team.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../../parts/class-names.ts";
import { useAct } from "../../parts/form/use-act.ts";

interface TeamPickerProps {
  teams: readonly Team[];
  /** Its slug; null: all of them. */
  chosen: string | null;
  className?: string;
}

const ALL = "";
const ALL_WORDS = "All teams";

/** Of which team tasks and projects are shown, for whoever is in several. Over what is seen lies the browser's own list, which every keyboard and phone knows. */
export function TeamPicker({ teams, chosen, className }: TeamPickerProps) {
  const { isBusy, act } = useAct();
  if (teams.length < 2) {
    return null;
  }
  const name = teams.find(({ slug }) => slug === chosen)?.name;
  const shown = name === undefined ? ALL_WORDS : visibleText(name);
  return (
    <div
      title={`Team: ${shown}`}
      className={classNames(
        "relative flex h-7.5 items-center gap-2.5 rounded-control border border-line bg-surface px-2 text-ink-2 hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent max-lg:justify-center max-lg:px-0 max-sm:h-11 max-sm:justify-start max-sm:gap-3 max-sm:px-3",
        name !== undefined && "text-ink max-lg:border-accent",
        className,
      )}
    >
      <Users aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span aria-hidden className="min-w-0 flex-1 truncate max-lg:hidden max-sm:inline">
        {shown}
      </span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 max-lg:hidden max-sm:inline" strokeWidth={1.75} />
      <select
        aria-label="Team shown"
        value={chosen ?? ALL}
        disabled={isBusy}
        onChange={({ target }) => act(() => chooseTeam(target.value === ALL ? null : target.value))}
        className="absolute inset-0 w-full cursor-pointer appearance-none bg-surface text-ink opacity-0"
      >
        <option value={ALL}>{ALL_WORDS}</option>
        {teams.map((team) => (
          <option key={team.slug} value={team.slug}>
            {visibleText(team.name)}
          </option>
        ))}
      </select>
    </div>
  );
}
