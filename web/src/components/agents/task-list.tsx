import Link from "next/link";
import type { TaskPage } from "../../actions/agent-tasks.ts";
import type { Result } from "../../actions/result.ts";

export function TaskList({ first }: { first: Result<TaskPage> }) {
  if (!first.ok) {
    return (
      <p role="alert" className="p-5 text-bad">
        {first.error.message}
      </p>
    );
  }
  return (
    <ul>
      {first.value.data.map(({ id, number, title, status }) => (
        <li key={id} className="border-b border-line">
          <Link href={`/agent-tasks/${number}`} className="flex h-11 items-center gap-3 px-5 hover:bg-sunken">
            <span className="font-mono text-ink-2">#{number}</span> {title} <span className="text-ink-3">{status}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
