import Link from "next/link";
import { type ReactNode, useSyncExternalStore } from "react";
import { filterWords, isFiltered, type TaskFilter } from "../../../tasks/task-filter.ts";
import { quoteForShell } from "../../../words/quote-for-shell.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";

/** Who begins here. */
export interface Beginner {
  /** What the teams that they are in are called. */
  teams: string[];
  /** null: it isn't known. */
  hasKey: boolean | null;
}

interface NothingHereProps {
  filter: TaskFilter;
  beginner: Beginner;
}

/** Where there is no task: how to begin, in the very words; where a filter hides them, that. */
export function NothingHere({ filter, beginner }: NothingHereProps) {
  return isFiltered(filter) ? (
    <div className="mx-auto w-full max-w-xl p-5 pt-16 text-ink-2">
      <p>No task is like that: {filterWords(filter)}.</p>
      <p className="mt-2">
        <Leads to="/agent-tasks">Clear the filter</Leads>
      </p>
    </div>
  ) : (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-4 p-5 pt-16 text-ink-2">
      <h2 className="text-lg font-semibold text-ink">No agent has worked here yet</h2>
      <p>
        Catalyst has coding agents work in your repositories, each alone and without your keys, and gives you what they
        changed as a branch or a pull request.
      </p>
      <Teams names={beginner.teams} />
      <p>Begin by whichever suits you:</p>
      <ul className="flex list-disc flex-col gap-4 pl-5">
        <li>
          <Here hasKey={beginner.hasKey === true} />
        </li>
        <li>
          In a terminal of the server's machine, the whole way once without a key, then in a repository of yours:
          <CopyLine text="catalyst demo" />
          <CopyLine text={'catalyst run "Fix the failing test" --repo .'} />
        </li>
        <li>
          In a terminal elsewhere, with this page's address:
          <LoginLine />
        </li>
      </ul>
    </div>
  );
}

function Teams({ names }: { names: string[] }) {
  return names.length === 0 ? null : (
    <p>
      You are in {names.map(visibleText).join(", ")}: <Leads to="/settings/team">who else is</Leads>, and{" "}
      <Leads to="/projects">the projects there</Leads>. What anybody asks for in them is listed here, too.
    </p>
  );
}

function Here({ hasKey }: { hasKey: boolean }) {
  const start = <Leads to="/agent-tasks/new">start a task</Leads>;
  return (
    <>
      Here:{" "}
      {hasKey ? (
        <>{start}, for which there is a key</>
      ) : (
        <>
          <Leads to="/settings/agents">add a key</Leads>, then {start}; the agent Script, which runs commands, needs
          none
        </>
      )}
      . Or ask in an issue, once <Leads to="/settings/github">GitHub is connected</Leads>.
    </>
  );
}

const never = () => () => undefined;

/** With the address that this page was opened at, which the server doesn't know. */
function LoginLine() {
  const address = useSyncExternalStore(
    never,
    () => location.origin,
    () => "",
  );
  return <CopyLine text={`catalyst login ${address === "" ? "<address>" : quoteForShell(address)}`} />;
}

function Leads({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link href={to} className="text-accent underline">
      {children}
    </Link>
  );
}
