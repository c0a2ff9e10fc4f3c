import { request } from "node:http";
import { join } from "node:path";
import { createGitRepository } from "../git-repository.ts";
import type { TestHome } from "../start-catalyst.ts";

/** What is to be done beside an attack is done in this time, on the slowest of machines: the attack ends with it. */
const ATTACK_LIMIT = "280s";

/** One execution that attacks the others, from the moment on in which its agent was started. */
export interface Attack {
  /** Resolves when its output so far holds the text. */
  shows(text: string): Promise<void>;
  output(): string;
  isRunning(): boolean;
  end(): Promise<void>;
}

export async function beginAttack(home: TestHome, script: string): Promise<Attack> {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const started = home.start(["run", script, "--repo", path, "--agent", "script", "--timeout", ATTACK_LIMIT]);
  let output = "";
  started.process.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await started.shows("Starting Script.");
  return {
    shows: started.shows,
    output: () => output,
    isRunning: () => started.process.exitCode === null,
    async end() {
      started.process.kill("SIGINT");
      await started.ended;
    },
  };
}

const HEALTH = { gateway: "/health", server: "/api/v1/health" };

/** What a process answers who asks whether it is well. */
export function askHealth(home: TestHome, process: keyof typeof HEALTH = "gateway"): Promise<number> {
  const socketPath = join(home.path, process, `${process}.sock`);
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: HEALTH[process], agent: false });
    asked.once("response", (response) => response.resume().once("end", () => resolve(response.statusCode ?? 0)));
    asked.once("error", reject);
    asked.end();
  });
}

/** Another execution, which has all that it needs: throws where it hasn't. */
export async function runOther(home: TestHome): Promise<void> {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stdout, stderr } = await home.run(["run", "echo done", "--repo", path, "--agent", "script"]);
  if (exitCode !== 0) {
    throw new Error(`Another execution ended with ${exitCode}:\n${stdout}${stderr}`);
  }
}
