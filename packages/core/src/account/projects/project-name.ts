/** Longer than any slug that was ever allowed, twice. */
const MAX_LENGTH = 512;

/** A project as people name it: `shop` of their own (`team` null), or `team/shop`. */
export interface ProjectName {
  team: string | null;
  slug: string;
}

/** null: it names none. */
export function readProjectName(text: string): ProjectName | null {
  const parts = text.length > MAX_LENGTH ? [] : text.split("/");
  const [first = "", second] = parts;
  if (parts.length > 2 || first === "" || second === "") {
    return null;
  }
  return second === undefined ? { team: null, slug: first } : { team: first, slug: second };
}

export function writeProjectName({ team, slug }: ProjectName): string {
  return team === null ? slug : `${team}/${slug}`;
}
