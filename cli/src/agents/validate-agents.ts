import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { AgentFacts } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { listDefinitions, readDefinition } from "./read-definition.ts";

const USER_FOLDER = "agents.d";
const PROJECT_FOLDER = ".catalyst/agents";
const AGENT_NAME = /^[a-z][a-z0-9-]*$/;

/** Has definitions of agents read, without anything started: those that are named, or the user's and this folder's. */
export async function validateAgents(
  { paths, isJson }: { paths: string[]; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output, currentFolder } = context;
  const home = context.home ?? (await context.readConfig()).home;
  const all = await findAll(home, currentFolder);
  const files = paths.length > 0 ? paths.map((path) => findDefinition(path, { all, home, currentFolder })) : all;
  if (files.length === 0) {
    output.say(
      `There is no definition in ${join(home, USER_FOLDER)} nor in ${PROJECT_FOLDER} of this folder. Their names end in .yaml. How to write one: docs/guide/custom-agents.md`,
    );
    return;
  }
  const client = await openApi(context);
  for (const path of files) {
    const checked = await check(path, client);
    if (checked.agent === null) {
      context.setExitCode(checked.isAbsent ? EXIT_CODES.invalidInput : EXIT_CODES.prerequisite);
    }
    const { agent, problem } = checked;
    if (isJson) {
      output.json({ path, agent, problem });
    } else {
      output.data(await describe(path, checked, output.colors));
    }
  }
}

async function findAll(home: string, folder: string): Promise<string[]> {
  const places = [join(home, USER_FOLDER), join(folder, PROJECT_FOLDER)];
  const names = await Promise.all(places.map(listDefinitions));
  return places.flatMap((place, index) => (names[index] ?? []).map((name) => join(place, `${name}.yaml`)));
}

/** The file that is meant: a path, or the name of an agent, as in the other commands. */
function findDefinition(
  path: string,
  { all, home, currentFolder }: { all: string[]; home: string; currentFolder: string },
): string {
  const file = resolve(currentFolder, path);
  if (!AGENT_NAME.test(path) || existsSync(file)) {
    return file;
  }
  return all.find((one) => basename(one, ".yaml") === path) ?? join(home, USER_FOLDER, `${path}.yaml`);
}

interface Checked {
  agent: AgentFacts | null;
  problem: string | null;
  isAbsent?: true;
}

async function check(path: string, client: ApiClient): Promise<Checked> {
  const followsLinks = !path.includes(`/${PROJECT_FOLDER}/`);
  try {
    const text = await readDefinition(path, followsLinks);
    return text === null
      ? { agent: null, problem: describeAbsent(path), isAbsent: true }
      : await client.call("validateAgent", { body: { id: basename(path, ".yaml"), path, text } });
  } catch (error) {
    if (error instanceof CatalystError && error.code === "invalid_configuration") {
      return { agent: null, problem: error.message };
    }
    throw error;
  }
}

function describeAbsent(path: string): string {
  return `Reading ${path} failed: there is no such file. Those that there are: catalyst agents validate`;
}

async function describe(
  path: string,
  { agent, problem, isAbsent }: Checked,
  colors: CliContext["output"]["colors"],
): Promise<string> {
  if (agent === null) {
    const { withWay } = await import("../output/words/ways-out.ts");
    const way = isAbsent === true ? null : ({ kind: "mend", what: "agent" } as const);
    return `${colors.red("✗")} ${cleanTerminalText(withWay(problem ?? "", way))}`;
  }
  const { id, name, providers, canPlan, canResume } = agent;
  const can = [canPlan && "its own plan mode", canResume && "goes on in its sessions"].filter((one) => one !== false);
  return `${colors.green("✓")} ${path}: ${cleanTerminalText(name)} (${[id, `keys of ${providers.join(", ")}`, ...can].join("; ")})`;
}
