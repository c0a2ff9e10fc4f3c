import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getProjectSettings, listProjects, listRepositories } from "../../../../../../actions/projects.ts";
import { serverClient } from "../../../../../../api/server-client.ts";
import { PageHead } from "../../../../../../components/frame/page-head.tsx";
import { PageFault } from "../../../../../../components/parts/shown/page-fault.tsx";
import { ProjectAgentSettings } from "../../../../../../components/settings/project-agent-settings.tsx";
import { projectOfPath } from "../../../../../../words/project-path.ts";
import { mayKeep } from "../../../../../../words/role-words.ts";
import { visibleText } from "../../../../../../words/visible-text.ts";

interface ProjectSettingsPageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: ProjectSettingsPageProps): Promise<Metadata> {
  return { title: `Settings of ${visibleText(projectOfPath((await params).slug))}` };
}

export default async function ProjectSettingsPage({ params }: ProjectSettingsPageProps) {
  const name = projectOfPath((await params).slug);
  const projects = await listProjects();
  if (!projects.ok) {
    return (
      <>
        <PageHead title="Settings" />
        <PageFault fault={projects.error} className="m-5" />
      </>
    );
  }
  const project = projects.value.find((one) => one.name === name);
  if (project === undefined) {
    notFound();
  }
  const [settings, repositories, agents] = await Promise.all([
    getProjectSettings(name),
    listRepositories(name),
    readAgents(),
  ]);
  return (
    <>
      <PageHead title={`Settings of ${visibleText(name)}`}>
        <Link href="/projects" className="text-ink-2 hover:text-ink">
          All projects
        </Link>
      </PageHead>
      {settings.ok ? (
        <ProjectAgentSettings
          key={name}
          project={{ name, role: project.role, team: project.team, mayChange: mayKeep(project.role) }}
          first={settings.value}
          repositories={repositories.ok ? repositories.value : []}
          agents={agents}
        />
      ) : (
        <PageFault fault={settings.error} className="m-5" />
      )}
    </>
  );
}

/** Told by the machine where environments are made: settings are shown without, too. */
async function readAgents() {
  const { data } = await serverClient()
    .call("listAgents", {})
    .catch(() => ({ data: [] }));
  return data.map(({ id }) => id);
}
