import type { Project } from "@catalyst/api";

/** What everybody's own first project is called, as commands mean it where they name none. */
const USUAL = "default";

/** The one that is named, else the usual one of the team that is looked at, else one's own: by the alphabet the demo's would come before it. null: there is none. */
export function preferredProject<Named extends Pick<Project, "name">>(
  projects: readonly Named[],
  named: string | undefined,
  team: string | null = null,
): Named | null {
  const find = (wanted: string | undefined) => projects.find(({ name }) => name === wanted);
  const ofTeam =
    team === null ? undefined : (find(`${team}/${USUAL}`) ?? projects.find(({ name }) => name.startsWith(`${team}/`)));
  return find(named) ?? ofTeam ?? find(USUAL) ?? projects[0] ?? null;
}
