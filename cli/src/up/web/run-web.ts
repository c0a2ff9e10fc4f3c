import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CatalystError } from "@catalyst/core/apart";
import type { ProcessIdentity } from "@catalyst/machine/apart";
import type { CliConfig } from "../../config.ts";
import type { Output } from "../../output/output.ts";
import type { ServiceState } from "../service/service-state.ts";
import { type SupervisedProcess, type SupervisorDeps, superviseProcess } from "../service/supervise-process.ts";
import { buildWeb, findWebBuild } from "./build-web.ts";
import { findWebKey } from "./web-key.ts";
import { webLogOf, webSocketOf } from "./web-places.ts";
import type { WebState } from "./web-state.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
/** Of the environment, what building takes: programs, where npm keeps what it loaded, and room for what is passing. */
const BUILD_NAMES = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"];

export interface RunWebInput {
  config: Pick<CliConfig, "home" | "processEnv" | "installEnv" | "serverEnv">;
  /** Where the web asks the server. */
  serverUrl: string;
}

export interface RunWebDeps extends Omit<SupervisorDeps, "onHopeless"> {
  output: Output;
  /** Called with each change of how it is doing. */
  onState: (state: WebState) => void;
  /** Called with what builds it, and with null once that has ended. */
  onBuild: (identity: ProcessIdentity | null) => void;
}

/**
 * Has the web app of this checkout answer, built first where it isn't. Nobody waits for it, and a build that fails ends nothing but
 * itself: it is said, with where all of it is told.
 */
export function runWeb(input: RunWebInput, deps: RunWebDeps): SupervisedProcess {
  const stopping = new AbortController();
  let served: SupervisedProcess | null = null;
  const run = async () => {
    const folder = await prepare(input.config, { ...deps, signal: stopping.signal });
    if (folder !== null && !stopping.signal.aborted) {
      await mkdir(dirname(webSocketOf(input.config.home)), { recursive: true, mode: 0o700 });
      deps.onState({ state: "starting", lastWords: "" });
      served = superviseProcess(specifyWeb(input, folder), { ...tellState(deps), onHopeless: () => undefined });
    }
  };
  const started = run();
  return {
    async stop() {
      stopping.abort();
      await started;
      await served?.stop();
    },
  };
}

/** The folder of the built web; null: it can't be built, which was said. */
async function prepare(
  { home, processEnv, installEnv }: RunWebInput["config"],
  { output, onState, onBuild, signal }: Pick<RunWebDeps, "output" | "onState" | "onBuild"> & { signal: AbortSignal },
): Promise<string | null> {
  const logPath = webLogOf(home);
  try {
    const key = await findWebKey(ROOT);
    const built = await findWebBuild({ root: ROOT, key });
    if (built !== null) {
      return built;
    }
    onState({ state: "building", lastWords: "" });
    output.say(
      "Building the web app, once, in the background: a minute or two. Everything else works meanwhile; its address follows.",
    );
    await mkdir(dirname(logPath), { recursive: true, mode: 0o700 });
    const env = Object.fromEntries(Object.entries(processEnv).filter(([name]) => BUILD_NAMES.includes(name)));
    return await buildWeb({ root: ROOT, key, logPath, env, installEnv, signal, onProcess: onBuild });
  } catch (error) {
    if (!signal.aborted) {
      const lastWords = error instanceof Error ? error.message : String(error);
      onState({ state: "failed", lastWords });
      output.say(`Building the web app failed: ${lastWords}`);
      output.say(`${wayOutOf(error, logPath)} Everything but the pages works without it.`);
    }
    return null;
  }
}

function wayOutOf(error: unknown, logPath: string): string {
  const isSaid = error instanceof CatalystError && error.code === "prerequisite_missing";
  return `${isSaid ? `All that it said is in ${logPath}. ` : ""}Mend it and start again: catalyst up`;
}

/** What the web is told: nothing of the environment, and no key. It holds nothing, and asks as whoever looks at it. */
function specifyWeb({ config: { home, serverEnv }, serverUrl }: RunWebInput, folder: string) {
  const certificate = serverEnv.CATALYST_TLS_CERT_FILE;
  const env: Record<string, string> = {
    CATALYST_SERVER_URL: serverUrl,
    CATALYST_WEB_FOLDER: folder,
    CATALYST_WEB_SOCKET: webSocketOf(home),
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
    // A certificate of the owner's own making is known to nobody else.
    ...(certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificate }),
  };
  return { name: "web", path: join(ROOT, "web", "main.ts"), env };
}

function tellState({ onState, onChange, onLine }: RunWebDeps): Pick<SupervisorDeps, "onChange" | "onLine"> {
  let before: ServiceState["state"] | null = null;
  return {
    onLine,
    onChange(state, identity) {
      onChange(state, identity);
      if (state.state !== before || state.lastWords !== "") {
        before = state.state;
        onState({ state: state.state, lastWords: state.lastWords });
      }
    },
  };
}
