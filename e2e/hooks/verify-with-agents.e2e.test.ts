import { SCENARIO_FILES } from "@catalyst/agents/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home.remove());

const VERIFY = `grep -q "return 2;" price.js || { echo "wrong price: $(grep -o "return .*" price.js)"; exit 7; }`;
const CONFIG = `hooks:\n  verify: ${JSON.stringify(VERIFY)}\n`;
const WRONG = "The price is 3 now.";
const RIGHT = "The price is 2 now.";

const STEPS = [
  { editFile: { path: "price.js", from: "return 1;", to: "return 3;" } },
  { runCommand: "git commit --quiet --all --message 'Fix the price'" },
  { say: WRONG },
  { editFile: { path: "price.js", from: "return 3;", to: "return 2;" } },
  { runCommand: "git commit --quiet --all --message 'Mend the price'" },
  { say: RIGHT },
];

test.each(["claude-code", "codex-cli"])(
  "%s is told in its session what verify found, mends it, and what then passes is published",
  async (agent) => {
    const repository = await createGitRepository({ ...SCENARIO_FILES, ".catalyst/config.yaml": CONFIG });
    const model = await startModel(agent, STEPS);
    const args = ["run", "Fix the price", "--repo", repository.path, "--agent", agent];
    const { exitCode, stdout, stderr } = await home.run(args, { env: model.env });
    await model.stop();
    expect(exitCode, stdout + stderr).toBe(0);
    const inOrder = [WRONG, "wrong price: return 3;", "goes back to the agent", RIGHT, "passed (at attempt 2)"];
    const positions = inOrder.map((text) => stdout.indexOf(text));
    expect(positions, stdout).not.toContain(-1);
    expect(positions, stdout).toEqual(positions.toSorted((a, b) => a - b));

    const told = model.requests.filter((body) => body.includes("wrong price: return 3;"));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((body) => !body.includes(WRONG))).toEqual([]);
    const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
    expect(await repository.git("log", "--format=%s", `main..${branch}`)).toBe("Mend the price\nFix the price");
    expect(await repository.git("show", `${branch}:price.js`)).toContain("return 2;");

    const number = /[Tt]ask #(\d+)/.exec(stdout + stderr)?.[1] ?? "";
    const events = readTranscript((await home.run(["tasks", "logs", number, "--json"])).stdout);
    const sessions = events.filter(({ type }) => type === "session").map(({ sessionId }) => sessionId);
    expect(sessions).toHaveLength(2);
    expect(new Set(sessions).size).toBe(1);
    expect(events.filter(({ type, phase }) => type === "hook" && phase === "ended")).toMatchObject([
      { name: "verify", attempt: 1, exitCode: 7 },
      { name: "verify", attempt: 2, exitCode: 0 },
    ]);
  },
);

function readTranscript(stdout: string): Record<string, unknown>[] {
  const lines = stdout.trim().split("\n");
  return lines.flatMap((line) => JSON.parse(line).body ?? []);
}
