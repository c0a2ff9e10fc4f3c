import type { Event, TaskDetails } from "@catalyst/api";
import { createGitRepository, type GitRepository } from "../../../git-repository.ts";
import type { Product } from "./start-product.ts";

/** What came of an agent that is a script. */
export interface ScriptRun {
  task: TaskDetails;
  events: Event["body"][];
  /** What it said, and what was said of it. */
  output: string;
  repository: GitRepository;
}

export interface ScriptOptions {
  timeoutSeconds?: number;
  /** What is in its repository beside one file. */
  files?: Record<string, string>;
}

/** Has a script for an agent, in a pod, on a repository of its own; returns the task's id. */
export async function askForScript({ client }: Product, script: string, options: ScriptOptions = {}) {
  const { timeoutSeconds = 120, files = {} } = options;
  const repository = await createGitRepository({ "a.txt": "one\n", ...files });
  const head = { ref: "refs/heads/main", commit: await repository.git("rev-parse", "HEAD") };
  const { id } = await client.call("createTask", {
    body: {
      repository: { kind: "folder", path: repository.path, head },
      ...{ source: { kind: "prompt", text: script }, agents: [{ agent: "script", model: null }], timeoutSeconds },
    },
  });
  return { id, repository };
}

/** As `askForScript`, to the task's end. */
export async function runScript(product: Product, script: string, options?: ScriptOptions): Promise<ScriptRun> {
  const { id, repository } = await askForScript(product, script, options);
  const task = await product.whenNo(id, "pending", "provisioning", "running", "publishing");
  const { data } = await product.client.call("listExecutions", { params: { task: id }, query: {} });
  const events = (await Promise.all(data.map((execution) => product.eventsOf(execution.id)))).flat();
  return { task, events, output: say(events, task), repository };
}

/** Whatever a person could be shown of it. */
function say(events: Event["body"][], task: TaskDetails): string {
  const words = events.map((body) => ("text" in body ? String(body.text) : JSON.stringify(body)));
  return [...words, JSON.stringify(task.result), task.errorMessage ?? ""].join("\n");
}
