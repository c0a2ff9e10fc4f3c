import { ExecutionEvent } from "@catalyst/core";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { AGENT_WORK, measureAround, readSpan } from "./agent-work.ts";

/** `catalyst run` from the first to the last moment of its process, by the same launcher as a person's. */
export async function doByCatalyst(home: TestHome, repository: string): Promise<Record<string, number>> {
  const from = Date.now();
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    AGENT_WORK,
    ...["--repo", repository, "--agent", "script", "--json"],
  ]);
  const to = Date.now();
  if (exitCode !== 0) {
    throw new Error(`catalyst run ended with ${exitCode}: ${stdout}${stderr}`);
  }
  const events = readEvents(stdout);
  return measureAround(readSpan(readOutput(events)), { from, readyFrom: readClaimed(events), to });
}

/** The last line is the task. */
function readEvents(stdout: string): ExecutionEvent[] {
  const lines = stdout.trim().split("\n").slice(0, -1);
  return lines.map((line) => ExecutionEvent.parse(JSON.parse(line)));
}

function readOutput(events: ExecutionEvent[]): string {
  return events.map(({ body }) => (body.type === "log" && body.stream === "stdout" ? body.text : "")).join("\n");
}

/** When a worker took the execution. */
function readClaimed(events: ExecutionEvent[]): number {
  const claimed = events.find(({ body }) => body.type === "status" && body.status === "provisioning");
  if (claimed === undefined) {
    throw new Error("No event says that a worker took the execution.");
  }
  return claimed.at.getTime();
}
