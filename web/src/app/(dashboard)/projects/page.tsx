import type { Metadata } from "next";
import { listProjects, listRepositories } from "../../../actions/projects.ts";
import { listTeams } from "../../../actions/teams.ts";
import { PageHead } from "../../../components/frame/page-head.tsx";
import { PageFault } from "../../../components/parts/shown/page-fault.tsx";
import { ProjectForm } from "../../../components/projects/project-form.tsx";
import { ProjectList } from "../../../components/projects/project-list.tsx";
import { readTeam } from "../../../team/read-team.ts";
import { mayKeep } from "../../../words/role-words.ts";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage() {
  const [projects, repositories, teams, { team }] = await Promise.all([
    listProjects(),
    listRepositories(),
    listTeams(),
    readTeam(),
  ]);
  const kept = teams.ok ? teams.value.filter(({ role }) => mayKeep(role)).map(({ slug }) => slug) : [];
  return (
    <>
      <PageHead title="Projects" />
      {projects.ok ? (
        <ProjectList
          projects={team === null ? projects.value : projects.value.filter((project) => project.team === team.slug)}
          repositories={repositories.ok ? repositories.value : null}
        />
      ) : (
        <PageFault fault={projects.error} className="m-5" />
      )}
      <ProjectForm teams={kept} />
    </>
  );
}
