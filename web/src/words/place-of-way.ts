import type { Way } from "@catalyst/api";
import { projectPath } from "./project-path.ts";

/** Of ways that lead to a project's settings: which part of them, and what a link there says. */
const PARTS: Record<string, { part: string; words: string }> = {
  name_repository: { part: "repositories", words: "Repositories" },
  enable_agent: { part: "agents", words: "Agents that may be used" },
  allow_hosts: { part: "hosts", words: "Hosts" },
  add_secret: { part: "secrets", words: "Secrets" },
};

/** Where a way out is gone, with what the link there says; null: at no place of a page, or of a project that isn't known. */
export function placeOfWay(way: Way | null, project: string | null): { href: string; words: string } | null {
  const found = way === null ? undefined : PARTS[way.kind];
  return found === undefined || project === null
    ? null
    : { href: `${projectPath(project)}#${found.part}`, words: `${found.words} of ${project}` };
}
