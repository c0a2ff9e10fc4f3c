import type { RouteInput, Routes, TaskStatus } from "@catalyst/api";

export const SHOWN = ["all", "needs", "running", "failed", "mine", "archived"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which tasks somebody looks at, as the page's address has it. */
export interface TaskFilter {
  show: Shown;
  q: string;
  repo: string;
  /** The slug of the one that is looked at; null: any is. */
  team: string | null;
}

const STATUSES: Partial<Record<Shown, TaskStatus[]>> = {
  needs: ["awaiting_approval", "paused_budget"],
  running: ["pending", "provisioning", "running", "publishing"],
  failed: ["failed"],
};

/** How the API is asked for them. */
export function queryOf({ show, q, repo, team }: TaskFilter): NonNullable<RouteInput<Routes["listTasks"]>["query"]> {
  return {
    ...(STATUSES[show] === undefined ? {} : { status: STATUSES[show] }),
    ...(show === "mine" ? { mine: "true" } : {}),
    ...(show === "archived" ? { archived: "true", refused: "true" } : {}),
    ...(q === "" ? {} : { q: q.slice(0, 200) }),
    ...(team === null ? {} : { team }),
    ...(repo === "" ? {} : { repo: repo.slice(0, 2048) }),
  };
}

type Said = Record<string, string | string[] | undefined>;

/** What an address says; what it says wrongly counts as not said. */
export function readFilter(said: Said, team: string | null): TaskFilter {
  const one = (name: string) => [said[name]].flat()[0] ?? "";
  return { show: SHOWN.find((known) => known === one("show")) ?? "all", q: one("q"), repo: one("repo"), team };
}

export function isFiltered({ show, q, repo }: TaskFilter): boolean {
  return show !== "all" || q !== "" || repo !== "";
}
