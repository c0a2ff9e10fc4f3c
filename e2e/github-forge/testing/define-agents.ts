import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Agents of a home, by their names, that do what their scripts say whatever they are told, and ask no model. */
export async function defineAgents(home: string, scripts: Record<string, string>): Promise<void> {
  await mkdir(join(home, "agents.d"), { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(home, "agents.d", `${name}.yaml`), definitionOf(name, script));
  }
}

const definitionOf = (name: string, script: string) => `name: ${name}
command: /bin/sh
args: ["-c", ${JSON.stringify(script)}]
prompt: stdin
dialect: openai-chat
model: any
env:
  OPENAI_BASE_URL: "{baseUrl}"
  OPENAI_API_KEY: "{token}"
output:
  format: text
`;
