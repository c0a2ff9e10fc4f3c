import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AgentDefinition, defineAgent, readAgentFile } from "@catalyst/agents";
import { settingsFormats } from "@catalyst/settings-files";
import type { TestHome } from "../start-catalyst.ts";

const GUIDE = fileURLToPath(new URL("../../docs/guide/custom-agents.md", import.meta.url));
const ID = "qwen-code";

/** The agent of the guide's example; with a home, it is defined there as the guide says. */
export async function defineGuideAgent(home?: TestHome): Promise<AgentDefinition> {
  const text = /```yaml\n(name: Qwen Code\n[\s\S]*?)```/.exec(await readFile(GUIDE, "utf8"))?.[1] ?? "";
  const file = { id: ID, text, path: GUIDE, where: "in the guide", owner: "user" } as const;
  if (home !== undefined) {
    await mkdir(join(home.path, "agents.d"));
    await writeFile(join(home.path, "agents.d", `${ID}.yaml`), text);
  }
  return defineAgent(file, readAgentFile(file, settingsFormats));
}
