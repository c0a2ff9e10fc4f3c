import { mkdtemp, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { createGitRepository, type GitRepository, openGitRepository } from "../../git-repository.ts";
import type { TestHome } from "../../start-catalyst.ts";
import { type StartedModel, startModel } from "../../start-model.ts";

const AGENT = "claude-code";
const FILES = {
  "README.md": "# Shop\n\nSells things.\n",
  "src/upload.js": 'export function nameOf(path) {\n  return path.split("/").at(-1);\n}\n',
  "src/upload.test.js":
    'import { expect, test } from "vitest";\nimport { nameOf } from "./upload.js";\n\ntest("names", () => expect(nameOf("a/b.txt")).toBe("b.txt"));\n',
};
const FIX: ScriptedStep[] = [
  { runCommand: "ls src && cat src/upload.js" },
  {
    editFile: {
      path: "src/upload.js",
      from: '  return path.split("/").at(-1);',
      to: "  // Windows parts them by another sign.\n  return path.split(/[\\\\/]/).at(-1);",
    },
  },
  { runCommand: "git commit -qam 'Take the name of a Windows path, too'" },
  {
    say: "The name is taken after the last `/` **or** `\\`:\n\n- `nameOf` splits by both\n- nothing else calls it\n\nThe test for POSIX paths still passes.",
  },
];
const BEGIN_CHANGES: ScriptedStep[] = [
  { runCommand: "echo '# Changes' > CHANGES.md && git add -A && git commit -qm 'Begin a list of changes'" },
  { say: "There is a list now; it begins with what came last." },
];
const RIVALS = "claude-code:claude-sonnet-4-5,claude-code:claude-haiku-4-5";
const PLAN = `## What changes

1. \`src/settings.js\` reads the file once, not for each request.
2. A change of the file is seen by its time, as before.
3. Two tests: one for a change, one for a file that is gone.

Nothing of the settings' format changes.`;

export interface FilledHome {
  /** Of a task in each state. */
  numbers: Record<"done" | "failed" | "planned" | "raced" | "paused" | "running", number>;
  end(): Promise<void>;
}

/** Tasks in every state, as real agents leave them whose model goes by a script. */
export async function fillHome(home: TestHome): Promise<FilledHome> {
  const repository = await makeShop();
  await makeTeams(home);
  const run = (prompt: string, ...args: string[]) => runTask(home, { repository, prompt, args });
  const byModel = async (steps: ScriptedStep[], prompt: string, ...args: string[]) => {
    const model = await startModel(AGENT, steps);
    await useModel(home, model);
    const number = await run(prompt, ...(args.includes("--agents") ? [] : ["--agent", AGENT]), ...args);
    await model.stop();
    return number;
  };
  const done = await byModel(FIX, "Fix the names of uploads that come from Windows");
  const failed = await run("npm run build || exit 2", "--agent", "script");
  const planned = await byModel([{ plan: PLAN }], "Read the settings once instead of for each request", "--plan");
  const commands = Array.from({ length: 6 }, (_, index) => ({ runCommand: `echo ${index} >> notes.txt` }));
  const budget = ["--model", "claude-sonnet-4-5", "--budget-usd", "0.01"];
  const paused = await byModel([...commands, { say: "Done." }], "Write down what each module is for", ...budget);
  const raced = await byModel(BEGIN_CHANGES, "Begin a list of changes", "--agents", RIVALS);
  const { number: running, end } = await holdOne(home, repository);
  return { numbers: { done, failed, planned, raced, paused, running }, end };
}

/** Called as a person calls theirs. */
async function makeShop(): Promise<GitRepository> {
  const { path } = await createGitRepository(FILES);
  const named = join(await mkdtemp(join(tmpdir(), "catalyst-repository-")), "shop");
  await rename(path, named);
  return openGitRepository(named);
}

/** Teams, whose owner sees what is done in them, with somebody who is invited, and a key of a pipeline. */
async function makeTeams(home: TestHome): Promise<void> {
  for (const args of [
    ["teams", "create", "acme"],
    ["teams", "create", "platform"],
    ["people", "invite", "ada", "--team", "acme", "--role", "member"],
    ["keys", "create", "CI", "--scopes", "tasks:read,tasks:write", "--days", "90"],
  ]) {
    const { exitCode, stderr } = await home.run(args);
    if (exitCode !== 0) {
      throw new Error(`catalyst ${args.join(" ")}: ${stderr}`);
    }
  }
}

/** Its model says something and then thinks for as long as it is looked at. */
async function holdOne(home: TestHome, { path }: GitRepository) {
  const model = await startModel(AGENT, [{ runCommand: "grep -rn TODO src || echo none" }, { say: "There are none." }]);
  await useModel(home, model);
  const letGo = model.holdFrom(2);
  const started = home.start(["run", "Look for things that were left to do", "--repo", path, "--agent", AGENT]);
  await model.untilAsked(2);
  const { stdout } = await home.run(["tasks", "list", "--limit", "1", "--json"]);
  return {
    number: JSON.parse(stdout).number as number,
    async end() {
      letGo();
      await started.ended;
      await model.stop();
    },
  };
}

async function useModel(home: TestHome, { env }: StartedModel): Promise<void> {
  const args = ["credentials", "add", "anthropic", "--base-url", env.ANTHROPIC_BASE_URL as string, "--replace"];
  const { exitCode, stderr } = await home.run(args, { stdin: `${env.ANTHROPIC_API_KEY}\n` });
  if (exitCode !== 0) {
    throw new Error(`the key could not be stored: ${stderr}`);
  }
}

interface Asked {
  repository: GitRepository;
  prompt: string;
  args: string[];
}

/** Its number, however it ended. */
async function runTask(home: TestHome, { repository, prompt, args }: Asked): Promise<number> {
  const { stdout, stderr } = await home.run(["run", prompt, "--repo", repository.path, "--json", ...args]);
  const { number } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  if (number === undefined) {
    throw new Error(`the task could not be started: ${stderr}`);
  }
  return number;
}
