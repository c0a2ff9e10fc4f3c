import type { RouteInput, Routes, TaskStatus } from "@catalyst/api";
import { agentName } from "../words/agent-name.ts";
import { visibleText } from "../words/visible-text.ts";

export const SHOWN = ["all", "needs", "running", "failed", "mine", "archived"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which tasks somebody looks at, as the page's address has it. */
export interface TaskFilter {
  show: Shown;
  q: string;
  repo: string;
  /** Its id; empty: any is looked at. */
  agent: string;
  /** The slug of the one that is looked at; null: any is. */
  team: string | null;
}

const STATUSES: Partial<Record<Shown, TaskStatus[]>> = {
  needs: ["awaiting_approval", "paused_budget"],
  running: ["pending", "provisioning", "running", "publishing"],
  failed: ["failed", "refused"],
};

/** What the API takes for the name of an agent. */
const AGENT = /^[a-z][a-z0-9-]{0,49}$/;

/** How the API is asked for them. */
export function queryOf({
  show,
  q,
  repo,
  agent,
  team,
}: TaskFilter): NonNullable<RouteInput<Routes["listTasks"]>["query"]> {
  return {
    ...(STATUSES[show] === undefined ? {} : { status: STATUSES[show] }),
    ...(show === "mine" ? { mine: "true" } : {}),
    refused: "true",
    ...(show === "archived" ? { archived: "true" } : {}),
    ...(q === "" ? {} : { q: q.slice(0, 200) }),
    ...(team === null ? {} : { team }),
    ...(AGENT.test(agent) ? { agent } : {}),
    ...(repo === "" ? {} : { repo: repo.slice(0, 2048) }),
  };
}

type Said = Record<string, string | string[] | undefined>;

/** What an address says; what it says wrongly counts as not said. */
export function readFilter(said: Said, team: string | null): TaskFilter {
  const one = (name: string) => [said[name]].flat()[0] ?? "";
  return {
    show: SHOWN.find((known) => known === one("show")) ?? "all",
    q: one("q"),
    repo: one("repo"),
    agent: one("agent"),
    team,
  };
}

export function isFiltered({ show, q, repo, agent }: TaskFilter): boolean {
  return [q, repo, agent].some((said) => said !== "") || show !== "all";
}

const SHOWN_WORDS: Record<Shown, string | null> = {
  all: null,
  needs: "needs you",
  running: "is running",
  failed: "has failed",
  mine: "is yours",
  archived: "is archived",
};

/** What it wants of a task, in words. */
export function filterWords({ show, q, repo, agent }: TaskFilter): string {
  return [
    SHOWN_WORDS[show],
    repo === "" ? null : `is in ${visibleText(repo)}`,
    agent === "" ? null : `is by ${visibleText(agentName(agent))}`,
    q === "" ? null : `has “${visibleText(q)}” in its title`,
  ]
    .filter((said) => said !== null)
    .join(", ");
}
