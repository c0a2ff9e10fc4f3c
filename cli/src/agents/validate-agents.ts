import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AgentId, PROJECT_AGENTS_FOLDER } from "@catalyst/core";
import { listDefinitions, listUserAgents, readDefinition, userAgentPath } from "@catalyst/settings-files";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { type AgentFacts, factsOf } from "./agent-facts.ts";
import { tryToDefine } from "./find-agents.ts";

/** Reads definitions of agents, without starting anything: those that are named, or the user's and this folder's. */
export async function validateAgents(
  { paths, isJson }: { paths: string[]; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output, currentFolder } = context;
  const { home } = await context.readConfig();
  const files =
    paths.length > 0
      ? await Promise.all(paths.map((path) => findDefinition(path, { home, currentFolder })))
      : await findAll(home, currentFolder);
  if (files.length === 0) {
    output.say(
      `There is no definition in ${join(home, "agents.d")} nor in ${PROJECT_AGENTS_FOLDER} of this folder. Their names end in .yaml. How to write one: docs/guide/custom-agents.md`,
    );
  }
  for (const path of files) {
    const checked = await check(path);
    if (checked.agent === null) {
      context.setExitCode(EXIT_CODES.prerequisite);
    }
    if (isJson) {
      output.json({ path, ...checked });
    } else {
      output.data(describe(path, checked, output.colors));
    }
  }
}

async function findAll(home: string, folder: string): Promise<string[]> {
  const own = (await listUserAgents(home)).map((id) => userAgentPath(home, id));
  const project = join(folder, PROJECT_AGENTS_FOLDER);
  return [...own, ...(await listDefinitions(project)).map((id) => join(project, `${id}.yaml`))];
}

/** The file that is meant: a path, or the name of an agent, as in the other commands. */
async function findDefinition(
  path: string,
  { home, currentFolder }: { home: string; currentFolder: string },
): Promise<string> {
  const file = resolve(currentFolder, path);
  if (!AgentId.safeParse(path).success || existsSync(file)) {
    return file;
  }
  const named = (await findAll(home, currentFolder)).find((one) => basename(one, ".yaml") === path);
  return named ?? userAgentPath(home, path);
}

type Checked = { agent: AgentFacts; problem: null } | { agent: null; problem: string };

async function check(path: string): Promise<Checked> {
  const id = basename(path, ".yaml");
  const followsLinks = !path.includes(`/${PROJECT_AGENTS_FOLDER}/`);
  const known = await tryToDefine(id, () => readDefinition(path, id, { followsLinks }));
  if (known?.kind === "ok") {
    return { agent: factsOf(known.agent), problem: null };
  }
  const absent = `Reading ${path} failed: there is no such file. Those that there are: catalyst agents validate`;
  return { agent: null, problem: known?.problem ?? absent };
}

function describe(path: string, { agent, problem }: Checked, colors: CliContext["output"]["colors"]): string {
  if (agent === null) {
    return `${colors.red("✗")} ${cleanTerminalText(problem)}`;
  }
  const { id, name, providers, canPlan, canResume } = agent;
  const can = [canPlan && "its own plan mode", canResume && "goes on in its sessions"].filter((one) => one !== false);
  return `${colors.green("✓")} ${path}: ${cleanTerminalText(name)} (${[id, `keys of ${providers.join(", ")}`, ...can].join("; ")})`;
}
