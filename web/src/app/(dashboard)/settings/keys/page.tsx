import type { Metadata } from "next";
import { listApiKeys, listSessions } from "../../../../actions/keys.ts";
import { listProjects } from "../../../../actions/projects.ts";
import { listTeams } from "../../../../actions/teams.ts";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { KeyForm } from "../../../../components/keys/key-form.tsx";
import { KeyList } from "../../../../components/keys/key-list.tsx";
import { SessionList } from "../../../../components/keys/session-list.tsx";
import { PageFault } from "../../../../components/parts/shown/page-fault.tsx";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage() {
  const [keys, sessions, teams, projects] = await Promise.all([
    listApiKeys(),
    listSessions(),
    listTeams(),
    listProjects(),
  ]);
  return (
    <>
      <PageHead title="API keys" />
      {keys.ok ? <KeyList apiKeys={keys.value} /> : <PageFault fault={keys.error} className="m-5" />}
      <KeyForm
        teams={teams.ok ? teams.value.map(({ slug }) => slug) : []}
        projects={projects.ok ? projects.value.map(({ name }) => name) : []}
      />
      <h2 className="border-t border-line px-5 pt-5 pb-2 text-base font-semibold max-sm:px-3.5">
        Where you are signed in
      </h2>
      {sessions.ok ? <SessionList sessions={sessions.value} /> : <PageFault fault={sessions.error} className="m-5" />}
    </>
  );
}
