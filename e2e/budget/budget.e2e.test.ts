import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

const NAMES = ["one", "two", "three", "four", "five", "six"];

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});

afterAll(() => home.remove());

/** The same whether it runs once or again after a pause. */
function commit(name: string): { runCommand: string } {
  return {
    runCommand: `echo ${name} > ${name}.txt && git add -A && (git diff --cached --quiet || git commit -qm 'Add ${name}')`,
  };
}

interface Line {
  type?: string;
  at?: string;
  body?: { type: string; kind?: string; [name: string]: unknown };
  [name: string]: unknown;
}

function readLines(stdout: string): { task: Line; events: Line[] } {
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  return { task: lines.at(-1) ?? {}, events: lines.filter(({ body }) => body !== undefined) };
}

function branches(repository: GitRepository): Promise<string> {
  return repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
}

/**
 * Enough for the rest of the work, whatever was spent: an answer that was cut off counts as the most that it can have been, and
 * how many were depends on who was faster.
 */
const PLENTY = 10;

/** Each answer of the scripted model is said to have 1,200 tokens in and 85 out. */
test.each([
  {
    agent: "claude-code",
    budget: ["--model", "claude-sonnet-4-5", "--budget-usd", "0.01"],
    exceeded: { unit: "usd", limit: 0.01 },
    more: (spent: number) => ["--budget-usd", `+${Math.ceil(spent + 1) * PLENTY}`],
  },
  {
    agent: "codex-cli",
    budget: ["--budget-tokens", "3000"],
    exceeded: { unit: "tokens", limit: 3000 },
    more: (spent: number) => ["--budget-tokens", `+${(spent + 1_000_000) * PLENTY}`],
  },
])(
  "$agent comes to the end of its budget: the task pauses, its work is kept, and with more it goes on to its end",
  async ({ agent, budget, exceeded, more }) => {
    const repository = await createGitRepository({ "a.txt": "a\n" });
    const model = await startModel(agent, [...NAMES.map(commit), { say: "Done." }]);
    const args = ["run", "Add the files", "--repo", repository.path, "--agent", agent, "--json", ...budget];
    const paused = await home.run(args, { env: model.env });
    expect(paused.exitCode, paused.stdout + paused.stderr).toBe(6);
    const { task, events } = readLines(paused.stdout);
    expect(task).toMatchObject({ status: "paused_budget", failureReason: null, branch: null });
    const number = String(task.number);
    expect(task.way).toMatchObject({ kind: "raise_budget", next: { kind: "resume_task", task: task.number } });

    const said = events.filter(({ body }) => body?.type === "budget");
    expect(said.at(-1)?.body).toMatchObject({ kind: "exceeded", scope: "task", ...exceeded });
    expect(said.filter(({ body }) => body?.kind === "exceeded")).toHaveLength(1);
    // By itself: one that had to be stopped ends as "budget_exceeded".
    const ended = events.find(({ body }) => body?.type === "agent_ended");
    expect(ended?.body).toMatchObject({ outcome: "failed", summary: expect.stringContaining("The budget is spent") });

    expect(await branches(repository)).toBe("");
    const kept = await repository.git("ls-remote", "--heads", join(home.path, String(task.keptAt)));
    await repository.git("fetch", "--quiet", join(home.path, String(task.keptAt)), kept.split("\t")[1] ?? "");
    expect(await repository.git("show", "FETCH_HEAD:one.txt")).toBe("one");
    const shown = JSON.parse((await home.run(["tasks", "show", number, "--json"])).stdout);
    expect(shown.budgets).toMatchObject([{ scope: "task", ...exceeded }]);

    const early = await home.run(["tasks", "resume", number], { env: model.env });
    expect(early, early.stderr).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--budget-") });
    const added = more(shown.budgets[0].spent);
    const resumed = await home.run(["tasks", "resume", number, "--json", ...added], { env: model.env });
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
    expect(readLines(resumed.stdout).task).toMatchObject({ status: "completed" });
    const branch = await branches(repository);
    for (const name of NAMES) {
      expect(await repository.git("show", `${branch}:${name}.txt`)).toBe(name);
    }
    await model.stop();
  },
);
