/** Stands between a team and its project in an address: `/` would part them. Neither is written with it. */
const BETWEEN = "~";

/** Where a project's settings are, by its name: `shop`, or `team/shop`. */
export function projectPath(name: string): string {
  return `/projects/${encodeURIComponent(name.replace("/", BETWEEN))}/settings/agents`;
}

/** The project's name, of its part of an address. */
export function projectOfPath(slug: string): string {
  return decode(slug).replace(BETWEEN, "/");
}

/** What somebody wrote into the address names a project, or none. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
