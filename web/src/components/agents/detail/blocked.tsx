import Link from "next/link";
import { projectPath } from "../../../words/project-path.ts";
import { visibleText } from "../../../words/visible-text.ts";

interface BlockedProps {
  hosts: readonly string[];
  /** The name of the task's project, where whoever looks may set what it allows; null: they may not, or it isn't known. */
  keptProject: string | null;
}

/** What an agent or a hook wanted to reach and was refused, with where that is allowed. */
export function Blocked({ hosts, keptProject }: BlockedProps) {
  return hosts.length === 0 ? null : (
    <section aria-label="Blocked by policy">
      <h2 className="font-[550]">Blocked by policy</h2>
      <ul className="text-ink-2">
        {hosts.map((host) => (
          <li key={host} className="truncate font-mono text-xs" title={visibleText(host)}>
            {visibleText(host)}
          </li>
        ))}
      </ul>
      {keptProject === null ? (
        <p className="text-xs text-ink-2">The owners and admins of its project may allow a host.</p>
      ) : (
        <Link href={`${projectPath(keptProject)}#hosts`} className="text-accent underline">
          Allow a host
        </Link>
      )}
    </section>
  );
}
