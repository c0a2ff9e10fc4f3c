import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { SETTINGS_EXIT_CODE } from "@catalyst/core/apart";
import { identifyProcess, type ProcessIdentity } from "@catalyst/machine/apart";
import { createLastWords, type LastWords } from "../log/last-words.ts";
import { failedService, readyService, type ServiceState, startedService } from "./service-state.ts";

const FIRST_DELAY_MILLISECONDS = 250;
const MAX_DELAY_MILLISECONDS = 10_000;
/** A child that lived this long had started well: the next failure counts as the first. */
const STABLE_MILLISECONDS = 30_000;
/** A report of a crash is about the program; variables hold what isn't for files. */
const NODE_FLAGS = ["--report-exclude-env"];
const STOP_MILLISECONDS = 15_000;

export interface ProcessSpec {
  name: string;
  /** The file that Node runs. */
  path: string;
  env: Record<string, string>;
}

export interface SupervisorDeps {
  onLine: (name: string, line: string) => void;
  /** Called when the child started, was ready or ended, with its identity while it lives. */
  onChange: (state: ServiceState, identity: ProcessIdentity | null) => void;
  /** Called when the child ended because of its settings, with its words; it isn't started again. */
  onHopeless: (words: string) => void;
}

export interface SupervisedProcess {
  /** SIGTERM, and SIGKILL for one that doesn't heed it. Done when the child has ended; twice is once. */
  stop(): Promise<void>;
}

/** Keeps a process running: started again when it ends, with growing pauses when it ends soon. */
export function superviseProcess(spec: ProcessSpec, deps: SupervisorDeps): SupervisedProcess {
  const stopping = new AbortController();
  let child: ChildProcess | null = null;
  let state = startedService(spec.name);
  const note: Note = (change, identity) => {
    state = change(state);
    deps.onChange(state, identity);
  };
  const keepRunning = async () => {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      const startedAt = Date.now();
      const words = createLastWords();
      child = startChild(spec, { ...deps, words, note });
      const end = await waitForEnd(child);
      note((before) => failedService(before, words.text() || `it ended (${end})`), null);
      if (stopping.signal.aborted) {
        return;
      }
      if (child.exitCode === SETTINGS_EXIT_CODE) {
        deps.onHopeless(words.text());
        return;
      }
      failures = Date.now() - startedAt > STABLE_MILLISECONDS ? 0 : failures;
      const delay = Math.min(FIRST_DELAY_MILLISECONDS * 2 ** failures, MAX_DELAY_MILLISECONDS);
      deps.onLine(spec.name, `ended (${end}); starting it again in ${delay / 1000} s`);
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const done = keepRunning();
  return {
    async stop() {
      stopping.abort();
      child?.kill("SIGTERM");
      const force = setTimeout(() => child?.kill("SIGKILL"), STOP_MILLISECONDS);
      await done;
      clearTimeout(force);
    },
  };
}

/** A process group of its own keeps Ctrl-C away from the child: it is stopped in its turn. */
function startChild(
  { name, path, env }: ProcessSpec,
  { onLine, words, note }: Pick<SupervisorDeps, "onLine"> & { words: LastWords; note: Note },
): ChildProcess {
  const child = spawn(process.execPath, [...NODE_FLAGS, path], {
    env,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const identity = () => identifyProcess(child.pid as number);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      onLine(name, line);
      const said = words.read(line);
      if (said !== null) {
        note((before) => (said === "ready" ? readyService(before) : failedService(before, words.text())), identity());
      }
    });
  }
  child.once("spawn", () => note((before) => before, identity()));
  return child;
}

type Note = (change: (before: ServiceState) => ServiceState, identity: ProcessIdentity | null) => void;

function waitForEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
