import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptAgent } from "./install-agent.ts";
import { readAgentVersion } from "./read-agent-version.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-install-"));
});

afterAll(() => rm(folder, { recursive: true }));

test("an agent that is a program for Node runs on the Node that environments have", async () => {
  const path = join(folder, "agent.js");
  await writeFile(path, "#!/usr/bin/env node\nconsole.log(process.execPath);\n");
  await chmod(path, 0o755);
  expect(await readAgentVersion(path)).toBe(process.execPath);
});

test.each([
  ["program of several files", { kind: "npm", package: "thing", version: "1.0.0", executable: "bundle/thing.js" }],
  ["folder of Python packages", { kind: "pypi", package: "thing", version: "1.0.0", executable: "bin/thing" }],
] as const)("an own executable isn't taken for an agent that is a %s", async (_what, install) => {
  const agent = { id: "thing", name: "Thing", install };
  const adopting = adoptAgent({ home: folder, agent, from: process.execPath, onProgress: () => {} });
  await expect(adopting).rejects.toMatchObject({ code: "invalid_input" });
  await expect(adopting).rejects.toMatchObject({
    message: expect.stringContaining("not one executable"),
    way: { kind: "install_agent", agent: "thing" },
  });
});
