import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { greetServer } from "../api/greet-server.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { askFor } from "./ask-for.ts";
import { announce, announceTask, leaveDetached } from "./follow/announce.ts";
import { untilResolved } from "./follow/until-resolved.ts";
import type { RunTaskInput } from "./run-task-input.ts";

/** A detached task is left once it is told what was decided on, or after this. */
const DETACHED_SECONDS = 15;

/** The whole of `catalyst run`: from what the user asked to what came of it. */
export async function runTask(input: RunTaskInput, context: CliContext): Promise<void> {
  const asking = askFor(input, context);
  greet(context).catch(() => undefined);
  const request = await asking;
  const { repository } = request;
  const client = await openApi(context);
  if (context.interrupted.aborted) {
    throw new CatalystError("cancelled", "Nothing was started.");
  }
  const creating = client.call("createTask", { body: request });
  // Loaded while the server works on it.
  const [task, { seeThrough }] = await Promise.all([
    creating,
    import("./follow/see-through.ts"),
    input.isJson ? null : import("./summary/render-summary.ts"),
  ]);
  const seconds = input.isDetached ? DETACHED_SECONDS : null;
  const resolved = await untilResolved({ task, seconds }, client, context);
  if (resolved === null) {
    announceTask(task, context);
  } else {
    announce(resolved, await context.readAskingSettings(), context);
    if (repository?.kind === "folder") {
      await tellWhole({ named: input.repo ?? ".", whole: repository.path }, context);
    }
  }
  const present = resolved?.task ?? task;
  if (input.isDetached) {
    leaveDetached(present, input.isJson, context);
  } else {
    // Of a task that was just made these are all its executions.
    await seeThrough({ task: present, isJson: input.isJson, known: resolved }, client, context);
  }
}

/** While git is asked. Where nobody answers, that is said, and done about, by who asks for something. */
async function greet(context: CliContext): Promise<void> {
  const { home } = await context.readAskingSettings();
  await greetServer(home);
}

/** Who names a folder within a repository is told that the work isn't bound to it. */
async function tellWhole(
  { named, whole }: { named: string; whole: string },
  { currentFolder, output }: CliContext,
): Promise<void> {
  const [one, other] = await Promise.all([resolve(currentFolder, named), whole].map((path) => realpath(path)));
  if (one !== other) {
    output.say(output.colors.dim(`· the agent sees the whole repository ${cleanTerminalLine(whole, 200)}`));
  }
}
