import type { World } from "../state/world.ts";
import type { Answer } from "./answer.ts";

/** A job's log at the address to which the API leads; null: another path. */
export function findLog({ repositories }: World, path: string): Answer | null {
  const [, repository, run] = /^\/_logs\/(\d+)\/(\d+)$/.exec(path) ?? [];
  const found = repositories
    .find(({ id }) => String(id) === repository)
    ?.checkRuns.find(({ id }) => String(id) === run);
  return found ? { status: 200, mediaType: "text/plain", body: found.log } : null;
}
