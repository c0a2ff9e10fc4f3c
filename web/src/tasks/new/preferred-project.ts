import type { Project } from "@catalyst/api";

/** What everybody's own first project is called, as commands mean it where they name none. */
const USUAL = "default";

/** The one that is named, else one's own usual one: by the alphabet the demo's would come before it. null: there is none. */
export function preferredProject<Named extends Pick<Project, "name">>(
  projects: readonly Named[],
  named: string | undefined,
): Named | null {
  const find = (wanted: string | undefined) => projects.find(({ name }) => name === wanted);
  return find(named) ?? find(USUAL) ?? projects[0] ?? null;
}
