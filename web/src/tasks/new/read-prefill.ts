import { visibleText } from "../../words/visible-text.ts";
import type { NewTask } from "./new-task.ts";

type Said = Record<string, string | string[] | undefined>;

const LONGEST = { prompt: 64 * 1024, repo: 2048, agent: 50 };

/**
 * What a link to a new task fills in; null: nothing. Whoever made the link says it: nothing starts by it, what nobody would see in
 * it is shown by its name, and an agent that isn't among those to choose from is let go.
 */
export function readPrefill(said: Said, agents: readonly { id: string }[]): Partial<NewTask> | null {
  const one = (name: keyof typeof LONGEST) => visibleText(([said[name]].flat()[0] ?? "").slice(0, LONGEST[name]));
  const agent = agents.find(({ id }) => id === one("agent"))?.id ?? "";
  const filled = { prompt: one("prompt"), repository: one("repo"), agent };
  return Object.values(filled).some((text) => text !== "") ? filled : null;
}
