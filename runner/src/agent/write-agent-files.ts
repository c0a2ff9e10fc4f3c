import type { AgentAdapter } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, type Job } from "@catalyst/core";
import { writeInBox } from "../box/write-in-box.ts";

/** What an agent finds when it begins: what the task came with, and its own settings. */
export async function writeAgentFiles(
  { contextFiles }: Job,
  { files }: ReturnType<AgentAdapter["buildInvocation"]>,
): Promise<void> {
  for (const { name, text, encoding } of contextFiles) {
    const content = encoding === undefined ? text : Buffer.from(text, encoding);
    await writeInBox({ path: `${ENVIRONMENT_PATHS.context}/${name}`, content, mode: 0o444 });
  }
  for (const { path, content, mode } of files) {
    await writeInBox({ path, content, mode: mode ?? 0o600 });
  }
}
