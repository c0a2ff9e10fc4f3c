import type { SetupCache } from "../../environment/environment.ts";
import { setupCacheKey } from "../../environment/setup-cache-key.ts";
import type { Note } from "../../event/note.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import type { Step } from "../step.ts";

/** Named at most. */
const MAX_NAMED = 5;

/** How the project's `setup` prepares an execution's environment. */
export interface Setup {
  script: string;
  /** The only files that are there while it runs, as patterns; null: all. */
  reads: string[] | null;
  /** The commit whose files it runs with secrets, for this execution and for later ones; null: there is none. */
  trustedCommit: string | null;
  /** The secrets that it gets at the trusted commit. */
  secrets: string[];
  cache: SetupCache | null;
}

/** What becomes of `setup` in an execution, and what a person should know of it; null where the project has none. */
export async function planSetup(
  step: Step,
  { settings, settingsCommit }: { settings: EffectiveSettings; settingsCommit: string | null },
): Promise<{ setup: Setup | null; notes: Note[] }> {
  const { setup: script, setupReads: reads } = settings.hooks;
  if (script === null) {
    return { setup: null, notes: [] };
  }
  if (settingsCommit === null) {
    return { setup: { script, reads, trustedCommit: null, secrets: [], cache: null }, notes: [] };
  }
  const { execution, repo, deps } = step;
  // What setup makes of a secret stays where the agent finds it.
  const isLed = step.task.contextPayload.hasOutsiderInput === true;
  const { secrets, notes } = await chooseSecrets(step, isLed ? [] : settings.hooks.setupSecrets);
  const files = await deps.repositories.identifyFiles({
    repo,
    executionId: execution.id,
    commit: settingsCommit,
    patterns: reads,
  });
  const { env, allowedHosts, sparsePaths } = settings;
  const key = setupCacheKey({
    repoId: repo.id,
    setup: script,
    files: files.name,
    env,
    allowedHosts,
    sparsePaths,
    secrets,
  });
  return {
    setup: { script, reads, trustedCommit: settingsCommit, secrets: [...secrets.keys()], cache: { key } },
    notes: [...notes, ...noteUnmatched(files.unmatched, settingsCommit)],
  };
}

/** What `setup` is to go by and isn't there: a name that was mistaken, as a rule. */
function noteUnmatched(patterns: readonly string[], commit: string): Note[] {
  if (patterns.length === 0) {
    return [];
  }
  const names = patterns.slice(0, MAX_NAMED).join(", ") + (patterns.length > MAX_NAMED ? ", ..." : "");
  return [
    { text: `hooks.setupReads: nothing is at ${names} in ${commit.slice(0, 10)}, so setup finds nothing of it.` },
  ];
}

/** Those that the settings name, else all of the repository: names with what changes when one gets a new value. */
async function chooseSecrets(
  { repo, deps }: Step,
  wanted: string[] | null,
): Promise<{ secrets: Map<string, string>; notes: Note[] }> {
  const stored = new Map((await deps.secrets.list(repo.id)).map(({ name, id }) => [name, id]));
  const missing = (wanted ?? []).filter((name) => !stored.has(name));
  return {
    secrets: new Map([...stored].filter(([name]) => wanted === null || wanted.includes(name))),
    notes: missing.map((name) => ({
      text: `The setup hook is to get the secret ${name}, which nobody stored.`,
      way: { kind: "add_secret", name },
    })),
  };
}
