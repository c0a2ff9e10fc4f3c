import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { AgentExit } from "../agent-adapter.ts";

/** What a CLI printed, and how it ended. */
export interface AgentRun {
  lines: string[];
  exit: AgentExit;
}

const Line = z.object({ line: z.string() });
const End = z.object({ exitCode: z.int().nullable(), signal: z.string().nullable(), timedOut: z.boolean() });

/** A recording holds one JSON object a line: `{"line": ...}` for each line of output, then the exit. */
export async function readRecording(agentId: string, scenario: string): Promise<AgentRun> {
  const content = await readFile(recordingPath(agentId, scenario), "utf8").catch((cause) => {
    const remedy = `node e2e/agent-contract/record.ts ${agentId} ${scenario}`;
    throw new Error(`${agentId} has no recording of "${scenario}". Make it: ${remedy}`, { cause });
  });
  const records = content.trimEnd().split("\n");
  return {
    lines: records.slice(0, -1).map((record) => Line.parse(JSON.parse(record)).line),
    exit: End.parse(JSON.parse(records.at(-1) ?? "")),
  };
}

export async function writeRecording(agentId: string, scenario: string, { lines, exit }: AgentRun): Promise<void> {
  const path = recordingPath(agentId, scenario);
  await mkdir(dirname(path), { recursive: true });
  const records = [...lines.map((line) => ({ line })), exit];
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

function recordingPath(agentId: string, scenario: string): string {
  return fileURLToPath(new URL(`../${agentId}/recorded/${scenario}.jsonl`, import.meta.url));
}
