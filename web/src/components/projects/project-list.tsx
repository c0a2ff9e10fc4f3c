import type { Project, Repository } from "@catalyst/api";
import Link from "next/link";
import { projectPath } from "../../words/project-path.ts";
import { ROLE_WORDS } from "../../words/role-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { RenameProject } from "./rename-project.tsx";

const SHOWN_REPOSITORIES = 3;

interface ProjectListProps {
  projects: Project[];
  /** null: they couldn't be asked for. */
  repositories: Repository[] | null;
}

/** Projects, what somebody is in each, and what is worked on there. */
export function ProjectList({ projects, repositories }: ProjectListProps) {
  return projects.length === 0 ? (
    <div className="mx-auto max-w-xl p-5 pt-16">
      <h2 className="text-lg font-semibold">No project is yours to see</h2>
      <p className="text-ink-2">A project holds repositories, settings and tasks. Make one below, or in a terminal:</p>
      <CopyLine text="catalyst projects create shop" />
    </div>
  ) : (
    <Table label="Projects" columns={["Project", "You are", "Repositories", null]}>
      {projects.map((project) => (
        <Row key={project.id}>
          <Cell>
            <Link href={projectPath(project.name)} className="font-[550] hover:underline">
              {visibleText(project.name)}
            </Link>
          </Cell>
          <Cell title={ROLE_WORDS[project.role]}>{project.role}</Cell>
          <Cell className="text-ink-2">
            {repositories === null ? "not known just now" : <Repositories all={repositories} of={project.id} />}
          </Cell>
          <Cell>
            <RenameProject project={project} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Repositories({ all, of }: { all: Repository[]; of: string }) {
  const names = all.filter(({ projectId }) => projectId === of).map(({ name }) => visibleText(name));
  const more = names.length - SHOWN_REPOSITORIES;
  return names.length === 0 ? (
    <>none yet: the first task brings one</>
  ) : (
    <span title={names.join("\n")} className="font-mono text-xs">
      {names.slice(0, SHOWN_REPOSITORIES).join(", ")}
      {more > 0 ? ` and ${more} more` : ""}
    </span>
  );
}
