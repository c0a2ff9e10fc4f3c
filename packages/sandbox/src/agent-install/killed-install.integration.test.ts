import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InstallableAgent } from "./agent-folder.ts";
import { installAgent } from "./install-agent.ts";

const AGENT: InstallableAgent = {
  id: "hello",
  name: "Hello",
  install: { kind: "npm", package: "hello", version: "1.0.0", executable: "bin/hello" },
};
const INSTALL = fileURLToPath(new URL("./install-agent.ts", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fakeNpm(script: string): Promise<Record<string, string>> {
  await mkdir(join(folder, "bin"), { recursive: true });
  await writeFile(join(folder, "bin/npm"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "bin/npm"), 0o755);
  return { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, HOME: folder };
}

test("an installation whose process was killed is repeated cleanly, without waiting for what that left", async () => {
  const home = join(folder, "home");
  const env = await fakeNpm("echo $$ > ../../../../npm.pid; touch half; exec sleep 600");
  const input = JSON.stringify({ home, agent: AGENT, env });
  const program = `const { installAgent } = await import(${JSON.stringify(INSTALL)});
    await installAgent({ ...${input}, onProgress: () => undefined });`;
  const killed = spawn(process.execPath, ["--input-type=module", "-e", program], { env: {}, stdio: "ignore" });
  const agents = join(home, "agents/hello");
  const readPid = () => readFile(join(folder, "npm.pid"), "utf8").catch(() => "");
  await expect.poll(readPid).toMatch(/^\d+\n$/);
  killed.kill("SIGKILL");
  await new Promise((resolve) => killed.once("exit", resolve));
  const repaired = await fakeNpm('mkdir bin; printf "#!/bin/sh\\necho 1.0.0\\n" > bin/hello; chmod 755 bin/hello');
  const { version } = await installAgent({ home, agent: AGENT, env: repaired, onProgress: () => undefined });
  expect(version).toBe("1.0.0");
  expect(await readdir(agents)).toEqual(["1.0.0"]);
  process.kill(Number(await readPid()), "SIGKILL");
});
