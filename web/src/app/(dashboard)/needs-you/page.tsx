import type { Metadata } from "next";
import { listAgentCredentials } from "../../../actions/agent-credentials.ts";
import { listAgentTasks } from "../../../actions/agent-tasks.ts";
import { PageHead } from "../../../components/frame/page-head.tsx";
import { NeedsYou } from "../../../components/needs/needs-you.tsx";
import { PageFault } from "../../../components/parts/shown/page-fault.tsx";
import { queryOf, type TaskFilter } from "../../../tasks/task-filter.ts";

export const metadata: Metadata = { title: "Needs you" };

const NEEDING: TaskFilter = { show: "needs", q: "", repo: "", agent: "", team: null };

export default async function NeedsYouPage() {
  const [first, keys] = await Promise.all([listAgentTasks(queryOf(NEEDING)), listAgentCredentials()]);
  const spentKeys = keys.ok ? keys.value.filter(({ signInNeeded }) => signInNeeded !== null) : [];
  return (
    <>
      <PageHead title="Needs you" />
      {first.ok ? (
        <NeedsYou first={first.value} filter={NEEDING} spentKeys={spentKeys} />
      ) : (
        <PageFault fault={first.error} className="m-5" />
      )}
    </>
  );
}
