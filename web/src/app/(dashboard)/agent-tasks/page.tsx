import type { Metadata } from "next";
import Link from "next/link";
import { listAgentCredentials } from "../../../actions/agent-credentials.ts";
import { listAgentTasks } from "../../../actions/agent-tasks.ts";
import { TaskList } from "../../../components/agents/task-list.tsx";
import { PageHead } from "../../../components/frame/page-head.tsx";
import { buttonLook } from "../../../components/parts/form/button.tsx";
import { KeyCap } from "../../../components/parts/shown/key-cap.tsx";
import { queryOf, readFilter } from "../../../tasks/task-filter.ts";
import { readTeam } from "../../../team/read-team.ts";

export const metadata: Metadata = { title: "Agent tasks" };

interface AgentTasksPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AgentTasksPage({ searchParams }: AgentTasksPageProps) {
  const { teams, team } = await readTeam();
  const filter = readFilter(await searchParams, team?.slug ?? null);
  const first = await listAgentTasks(queryOf(filter));
  const isEmpty = first.ok && first.value.data.length === 0;
  const keys = isEmpty ? await listAgentCredentials() : null;
  return (
    <div className="flex min-h-dvh flex-col max-sm:min-h-[calc(100dvh-var(--bottom-bar))]">
      <PageHead title="Agent tasks">
        <Link href="/agent-tasks/new" aria-keyshortcuts="c" className={buttonLook({ tone: "primary" })}>
          New task <KeyCap>C</KeyCap>
        </Link>
      </PageHead>
      <TaskList
        first={first}
        filter={filter}
        beginner={{ teams: teams.map(({ name }) => name), hasKey: keys?.ok ? keys.value.length > 0 : null }}
      />
    </div>
  );
}
