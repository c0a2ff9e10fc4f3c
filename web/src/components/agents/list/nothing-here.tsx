import Link from "next/link";
import { filterWords, isFiltered, type TaskFilter } from "../../../tasks/task-filter.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";

/** Where there is no task: how to begin, in the very words; where a filter hides them, that. */
export function NothingHere({ filter }: { filter: TaskFilter }) {
  return isFiltered(filter) ? (
    <div className="mx-auto w-full max-w-xl p-5 pt-16 text-ink-2">
      <p>No task is like that: {filterWords(filter)}.</p>
      <p className="mt-2">
        <Link href="/agent-tasks" className="text-accent underline">
          Clear the filter
        </Link>
      </p>
    </div>
  ) : (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-4 p-5 pt-16">
      <h2 className="text-lg font-semibold">No agent has worked here yet</h2>
      <ol className="flex list-decimal flex-col gap-4 pl-5 text-ink-2">
        <li>
          Here:{" "}
          <Link href="/settings/agents" className="text-accent underline">
            add a key
          </Link>
          , then{" "}
          <Link href="/agent-tasks/new" className="text-accent underline">
            start a task
          </Link>
          . Or ask in an issue, once{" "}
          <Link href="/settings/github" className="text-accent underline">
            GitHub is connected
          </Link>
          .
        </li>
        <li>
          In a terminal of the server's machine, the whole way once without a key, then in a repository of yours:
          <CopyLine text="catalyst demo" />
          <CopyLine text={'catalyst run "Fix the failing test" --repo .'} />
        </li>
        <li>
          In a terminal elsewhere, with this page's address:
          <CopyLine text="catalyst login <address>" />
        </li>
      </ol>
    </div>
  );
}
