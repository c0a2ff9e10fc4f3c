import { agentEnv } from "../agent/plan-agent.ts";
import type { JobRun } from "../job-run.ts";
import type { Work } from "../workspace/own-repository.ts";
import { runScript } from "../workspace/run-hook.ts";

/** What is told must not keep the work from being verified for long. */
const HOOK_SECONDS = 60;
const SHOWN_CHARACTERS = 2000;

/** As `git commit` would ask it, with an index of its own: no setting of the repository has a say in what is to be committed. */
const ASK = `
hook=$(git -c core.fsmonitor=false rev-parse --git-path hooks/pre-commit) && [ -x "$hook" ] || exit 0
index=$(mktemp) && cp "$RESULT/index" "$index" || exit 0
export GIT_INDEX_FILE="$index" GIT_ALTERNATE_OBJECT_DIRECTORIES="$RESULT/objects"
exec "$hook"
`;

/**
 * What the repository's own pre-commit hook says of the changes that the agent left uncommitted, where it refuses them: they
 * are in the result all the same, as no hook may cost work, and a person should know. The hook is the setup's or the
 * agent's, and runs as theirs. `result` is the repository in which they were committed.
 */
export async function askCommitHook({ job, signal }: JobRun, work: Work, result: string): Promise<string[]> {
  const { exitCode, output } = await runScript({
    script: ASK,
    shown: result,
    env: { ...agentEnv(job, work.env), RESULT: result },
    folder: work.repositoryPath,
    timeoutSeconds: HOOK_SECONDS,
    graceSeconds: 0,
    onEvent: async () => undefined,
    signal,
  });
  if (exitCode === 0 || signal.aborted) {
    return [];
  }
  const how = exitCode === null ? `it didn't end in ${HOOK_SECONDS} s` : `exit code ${exitCode}`;
  const what = `The repository's pre-commit hook refuses what the agent left uncommitted (${how}). It is in the result all the same.`;
  const shown = output.trim().slice(-SHOWN_CHARACTERS);
  return [shown === "" ? what : `${what} The end of the hook's output:\n${shown}`];
}
