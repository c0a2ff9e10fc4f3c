import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { listAudit } from "../../../actions/audit.ts";
import type { Fault } from "../../../api/fault.ts";
import { serverClient } from "../../../api/server-client.ts";
import { AuditLog } from "../../../components/audit/audit-log.tsx";
import { PageHead } from "../../../components/frame/page-head.tsx";
import { CopyLine } from "../../../components/parts/shown/copy-line.tsx";
import { Note } from "../../../components/parts/shown/note.tsx";
import { PageFault } from "../../../components/parts/shown/page-fault.tsx";
import { readTeam } from "../../../team/read-team.ts";

export const metadata: Metadata = { title: "Audit" };

const PAGE = 200;
const KEEPERS = ["owner", "admin"];

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  const team = [(await searchParams).team].flat()[0] || undefined;
  const query = { limit: PAGE, ...(team === undefined ? {} : { team }) };
  const [first, whole, { data: teams }, { data: projects }] = await Promise.all([
    listAudit(query),
    team === undefined ? null : listAudit({ limit: 1 }),
    serverClient().call("listTeams", {}),
    serverClient()
      .call("listProjects", {})
      .catch(() => ({ data: [] })),
  ]);
  const kept = teams.filter(({ role }) => KEEPERS.includes(role));
  const isForbidden = !first.ok && first.error.code === "forbidden";
  if (isForbidden && team === undefined && kept[0] !== undefined) {
    const looked = await readTeam();
    const { slug } = kept.find((one) => one.slug === looked.team?.slug) ?? kept[0];
    redirect(`/audit?team=${encodeURIComponent(slug)}`);
  }
  const seesWhole = (whole ?? first).ok;
  const scopes = [
    ...(seesWhole ? [{ value: "", words: "The whole server" }] : []),
    ...kept.map(({ slug, name }) => ({ value: slug, words: name })),
    // The machine's owner sees a team that they aren't in.
    ...(team === undefined || kept.some(({ slug }) => slug === team) ? [] : [{ value: team, words: team }]),
  ];
  return (
    <>
      <PageHead title="Audit" />
      {first.ok ? (
        <AuditLog
          key={team ?? ""}
          first={first.value}
          team={team ?? ""}
          scopes={scopes}
          projects={Object.fromEntries(projects.map(({ id, name }) => [id, name]))}
        />
      ) : (
        <Unread fault={first.error} />
      )}
    </>
  );
}

function Unread({ fault }: { fault: Fault }) {
  return fault.code === "forbidden" ? (
    <Note title="You keep no team">
      <p>What was done in a team is shown here to its owners and admins.</p>
      <p>Of the whole server it is told on its machine alone, also to you if that is yours:</p>
      <CopyLine text="catalyst audit" />
    </Note>
  ) : (
    <PageFault fault={fault} className="m-5" />
  );
}
