import type { Metadata } from "next";
import { listProjectBudgets, listSpending, listUsage } from "../../../actions/usage.ts";
import { serverClient } from "../../../api/server-client.ts";
import { PageHead } from "../../../components/frame/page-head.tsx";
import { CopyLine } from "../../../components/parts/shown/copy-line.tsx";
import { Note } from "../../../components/parts/shown/note.tsx";
import { PageFault } from "../../../components/parts/shown/page-fault.tsx";
import { UsageView } from "../../../components/usage/usage-view.tsx";
import { readDays } from "../../../usage/days.ts";

export const metadata: Metadata = { title: "Usage" };

interface UsagePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function UsagePage({ searchParams }: UsagePageProps) {
  const said = await searchParams;
  const project = [said.project].flat()[0] ?? "";
  const days = readDays([said.days].flat()[0]);
  const [used, spending, budgets, { data: projects }] = await Promise.all([
    listUsage({ project }),
    listSpending(project, days),
    listProjectBudgets(project),
    serverClient().call("listProjects", {}),
  ]);
  return (
    <>
      <PageHead title="Usage" />
      {used.ok ? null : <PageFault fault={used.error} className="m-5" />}
      {used.ok && used.value.data.length === 0 && project === "" ? <NothingSpent /> : null}
      {used.ok && (used.value.data.length > 0 || project !== "") ? (
        <UsageView
          key={`${project} ${days}`}
          spending={spending.ok ? spending.value : []}
          spendingFault={spending.ok ? null : spending.error}
          days={days}
          first={used.value}
          budgets={budgets.ok ? budgets.value : []}
          budgetFault={budgets.ok ? null : budgets.error}
          projects={projects.map(({ name }) => name)}
          project={project}
        />
      ) : null}
    </>
  );
}

function NothingSpent() {
  return (
    <Note title="Nothing was spent yet">
      <p>What tasks cost is counted as they ask models. To begin, in a repository on this machine:</p>
      <CopyLine text={'catalyst run "Fix the failing test" --repo .'} />
    </Note>
  );
}
