import type { CliConfig } from "../../config.ts";
import type { Output } from "../../output/output.ts";
import { greetOwner } from "../greet-owner.ts";
import { readServerStart, type ServerStart } from "../server-start.ts";
import type { SupervisedProcess } from "../service/supervise-process.ts";
import type { RunWebDeps } from "./run-web.ts";
import type { WebState } from "./web-state.ts";

export interface FrontDeps extends RunWebDeps {
  output: Output;
}

export interface Front {
  /** A line of the server's log: what it says of where it listens is heeded. */
  read(line: string): void;
  stop(): Promise<void>;
}

/**
 * Says where people find Catalyst as soon as they find something there: the web app, which is started when the server says where it
 * listens, or, where none is wanted, the server.
 */
export function openFront(config: CliConfig, isWebWanted: boolean, deps: FrontDeps): Front {
  let served: { ownUrl: string; web: Promise<SupervisedProcess> } | null = null;
  let last: Promise<void> = Promise.resolve();
  const start = async (server: ServerStart) => {
    if (served?.ownUrl === server.ownUrl) {
      return;
    }
    await (await served?.web)?.stop();
    // Loaded when it is wanted: whoever waits for the services waits for no web.
    const web = import("./run-web.ts").then(({ runWeb }) =>
      runWeb({ config, serverUrl: server.ownUrl }, { ...deps, onState: greetWhenReady(server, config.home, deps) }),
    );
    served = { ownUrl: server.ownUrl, web };
    await web;
  };
  return {
    read(line) {
      const server = readServerStart(line);
      if (server !== null && !isWebWanted) {
        greetOwner({ home: config.home, url: server.url }, deps.output);
      } else if (server !== null) {
        last = last.then(() => start(server));
      }
    },
    async stop() {
      await last;
      await (await served?.web)?.stop();
    },
  };
}

function greetWhenReady({ url }: ServerStart, home: string, { output, onState }: FrontDeps): (state: WebState) => void {
  let isGreeted = false;
  return (state) => {
    onState(state);
    if (state.state === "ready" && !isGreeted) {
      isGreeted = true;
      greetOwner({ home, url }, output);
    }
  };
}
