import type { RouteInput, Routes } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { checkAgentId } from "../agents/check-agent-id.ts";
import type { CliContext } from "../cli-context.ts";
import { findRepository } from "../repositories/find-repository.ts";
import { readIssue } from "./options/read-issue.ts";
import { readKeys } from "./options/read-keys.ts";
import type { RunSource, RunTaskInput } from "./run-task-input.ts";

type TaskRequest = RouteInput<Routes["createTask"]>["body"];

/** What the command line asks for. Throws for what can't be asked, and for a folder that is no usable repository. */
export async function askFor(
  input: RunTaskInput,
  context: Pick<CliContext, "currentFolder" | "home" | "server" | "sentKeys" | "readConfig" | "readAskingSettings">,
): Promise<TaskRequest> {
  // git is asked in processes of its own, while the settings are read here.
  const finding = findNamed(input, context);
  finding.catch(() => undefined);
  const { home } = await context.readAskingSettings();
  const repository = await finding;
  for (const { agent } of input.agents) {
    await checkAgentId(agent, home);
  }
  return {
    project: input.project,
    repository,
    base: input.base,
    trustBase: input.isBaseTrusted,
    source: readSource(input.source),
    agents: input.agents,
    branch: input.branch,
    timeoutSeconds: input.timeoutSeconds,
    options: input.options,
    keys: await readKeys(
      input.agents.map(({ agent }) => agent),
      context,
    ),
  };
}

/** What is at an address is in the repository that the address says. */
async function findNamed(
  { source, repo }: RunTaskInput,
  context: Parameters<typeof findRepository>[1],
): Promise<NonNullable<TaskRequest["repository"]> | null> {
  if (source.kind !== "subject") {
    return findRepository(repo ?? ".", context);
  }
  if (repo !== null) {
    throw new CatalystError(
      "invalid_input",
      `Starting the task failed: ${source.url} says which repository it is about. Leave out --repo.`,
    );
  }
  return null;
}

function readSource(source: RunSource): TaskRequest["source"] {
  return source.kind === "issue"
    ? { kind: "issue", ...readIssue(source.markdown, source.path), path: source.path }
    : source;
}
