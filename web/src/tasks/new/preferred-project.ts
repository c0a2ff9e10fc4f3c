import type { Project } from "@catalyst/api";

/** What everybody's own first project is called, as commands mean it where they name none. */
const USUAL = "default";

interface Preference {
  named: string | undefined;
  /** The slug of the team that is looked at; null: none is. */
  team?: string | null;
  /** The names of those that have repositories; absent: it isn't known. */
  used?: ReadonlySet<string>;
}

/**
 * The one that is named, else the usual one of the team that is looked at, else one's own: by the alphabet the demo's would come before it.
 * Where that has no repository, and a team's has, that one. null: there is none.
 */
export function preferredProject<Named extends Pick<Project, "name">>(
  projects: readonly Named[],
  { named, team = null, used }: Preference,
): Named | null {
  const find = (wanted: string | undefined) => projects.find(({ name }) => name === wanted);
  const ofTeam =
    team === null ? undefined : (find(`${team}/${USUAL}`) ?? projects.find(({ name }) => name.startsWith(`${team}/`)));
  const own = find(USUAL);
  const isBare = own !== undefined && used?.has(USUAL) === false;
  const ofOthers = isBare ? projects.find(({ name }) => name.includes("/") && used.has(name)) : undefined;
  return find(named) ?? ofTeam ?? ofOthers ?? own ?? projects[0] ?? null;
}
