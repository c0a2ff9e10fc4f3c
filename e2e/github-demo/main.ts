/** `node e2e/github-demo/main.ts <agent> [<folder of agents>]`: what `catalyst demo --github` shows (ADR 0345). Exit code 1: it didn't come to its end. */
import { playDemo } from "./play-demo.ts";
import { createShow } from "./show/show.ts";

const [agentId = "claude-code", agentsFolder] = process.argv.slice(2);
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => interruption.abort(new Error("It was interrupted.")));
}

const show = createShow(process.stdout);
const startedAt = Date.now();
try {
  await playDemo({ agentId, agentsFolder, signal: interruption.signal }, show);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  show.line(
    `\n✓ From an issue to a commit that answers its review in ${seconds} s, with a scripted model, no key and no account.`,
  );
  show.line(
    "Next, at a GitHub of your own: catalyst github setup, or without an App: catalyst github watch you/shop --as-me",
  );
} catch (error) {
  show.done();
  show.line(`\nThe demo didn't come to its end: ${reasonOf(error)}`);
  show.line("What the machine lacks: catalyst doctor");
  process.exitCode = 1;
}

function reasonOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" && path !== undefined ? `${path} is missing on this machine.` : message;
}
