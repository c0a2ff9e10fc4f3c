import { installAgent, readAgentVersion } from "./index.ts";
import { claudeCode } from "../../agents/src/claude-code/claude-code.ts";
import { codexCli } from "../../agents/src/codex-cli/codex-cli.ts";
for (const agent of [claudeCode, codexCli]) { const t=performance.now();
 const i = await installAgent({home:"/tmp/cathome", agent, env: process.env as never, onProgress: console.log}); console.log(i, await readAgentVersion(i.executablePath), performance.now()-t); }
