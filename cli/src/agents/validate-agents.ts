import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { AgentDefinition } from "@catalyst/agents";
import { CatalystError } from "@catalyst/core";
import { listUserAgents, readDefinition, userAgentPath } from "@catalyst/settings-files";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { defineFromFile } from "./find-agents.ts";

const PROJECT_FOLDER = ".catalyst/agents";

/** Reads definitions of agents, without starting anything: those that are named, or the user's and the checkout's. */
export async function validateAgents(
  { paths, isJson }: { paths: string[]; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output, currentFolder } = context;
  const { home } = await context.readConfig();
  const files =
    paths.length > 0 ? paths.map((path) => resolve(currentFolder, path)) : await findAll(home, currentFolder);
  if (files.length === 0) {
    output.say(
      `There is no definition in ${join(home, "agents.d")} nor in ${PROJECT_FOLDER} of this folder. How to write one: docs/guide/custom-agents.md`,
    );
  }
  for (const path of files) {
    const checked = await check(path);
    if (checked.problem !== null) {
      context.setExitCode(EXIT_CODES.prerequisite);
    }
    if (isJson) {
      output.json({ path, id: checked.agent?.id ?? null, isOk: checked.problem === null, problem: checked.problem });
    } else {
      output.data(describe(path, checked, output.colors));
    }
  }
}

async function findAll(home: string, folder: string): Promise<string[]> {
  const own = (await listUserAgents(home)).map((id) => userAgentPath(home, id));
  const project = join(folder, PROJECT_FOLDER);
  const names = await readdir(project).catch(() => []);
  return [...own, ...names.filter((name) => name.endsWith(".yaml")).map((name) => join(project, name))];
}

interface Checked {
  agent: AgentDefinition | null;
  problem: string | null;
}

async function check(path: string): Promise<Checked> {
  try {
    const file = await readDefinition(path, basename(path, ".yaml"));
    if (file === null) {
      throw new CatalystError("not_found", `Reading ${path} failed: there is no such file.`);
    }
    return { agent: defineFromFile(file), problem: null };
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    return { agent: null, problem: error.message };
  }
}

function describe(path: string, { agent, problem }: Checked, colors: CliContext["output"]["colors"]): string {
  if (agent === null) {
    return `${colors.red("✗")} ${cleanTerminalText(problem ?? "")}`;
  }
  const { id, name, providers, canPlan, canResume } = agent;
  const can = [canPlan && "its own plan mode", canResume && "goes on in its sessions"].filter((one) => one !== false);
  return `${colors.green("✓")} ${path}: ${cleanTerminalText(name)} (${[id, `keys of ${providers.join(", ")}`, ...can].join("; ")})`;
}
