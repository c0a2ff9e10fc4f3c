import Link from "next/link";
import type { UsedTask } from "../../actions/usage.ts";
import { markOf, statusWord } from "../../tasks/mark-of.ts";
import { costWords, tokenWords } from "../../usage/usage-words.ts";
import { agentName } from "../../words/agent-name.ts";
import { visibleText } from "../../words/visible-text.ts";
import { StatusMark } from "../parts/shown/status-mark.tsx";

/** What each task came to. */
export function UsageTable({ used }: { used: UsedTask[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls what is wider than the page by keys
    <section aria-label="Tasks and what they cost" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-ink-2">
          <tr className="border-b border-line [&>th]:px-2 [&>th]:py-2 [&>th]:font-[550] [&>th:first-child]:pl-5 [&>th:last-child]:pr-5">
            <th scope="col">Task</th>
            <th scope="col" className="max-sm:hidden">
              Agent
            </th>
            <th scope="col" className="text-right max-sm:hidden">
              Runs
            </th>
            <th scope="col" className="text-right">
              Tokens
            </th>
            <th scope="col" className="text-right">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ task, usage }) => (
            <tr
              key={task.id}
              className="border-b border-line [&>td]:px-2 [&>td]:py-2 [&>td:first-child]:pl-5 [&>td:last-child]:pr-5"
            >
              <td className="w-full max-w-0">
                <span className="flex items-center gap-2.5">
                  <StatusMark mark={markOf(task.status)} word={statusWord(task.status)} />
                  <span className="font-mono text-xs text-ink-2">#{task.number}</span>
                  <Link href={`/agent-tasks/${task.number}`} prefetch={false} className="truncate hover:underline">
                    {visibleText(task.title)}
                  </Link>
                </span>
              </td>
              <td className="whitespace-nowrap text-ink-2 max-sm:hidden">{agentName(task.agentType)}</td>
              <td className="text-right text-ink-2 max-sm:hidden">{usage?.executions.length ?? "–"}</td>
              <td className="text-right text-ink-2">{usage === null ? "–" : tokenWords(usage.spent.tokens)}</td>
              <td className="text-right whitespace-nowrap">
                {costWords(usage)}
                {usage?.executions.some(({ isCovered }) => isCovered) ? (
                  <span className="block text-xs text-ink-2">partly by a subscription</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
