import type { EnvironmentLimits, GatewayAddress, StageJob, StageKind } from "@catalyst/core";

/** All that a keeper is told, on its standard input, by the process that starts it. */
export interface KeeperOrder {
  executionId: string;
  /** The environment's folder on the trusted side. */
  folder: string;
  limits: EnvironmentLimits;
  /** For all stages together. */
  timeoutSeconds: number;
  /** What runs, one after the other, as far as it is needed. */
  stages: StageOrder[];
  setupCache: SetupCacheOrder | null;
  /** Where empty disk images are kept, on the trusted side. */
  imageFolder: string;
  account: Account;
  /** The environment's own way to the gateway, which the gateway makes. */
  gatewaySocket: string;
  /** Where the runner finds that, inside. */
  gateway: GatewayAddress;
  /** The gateway's own socket, which no environment sees: there stages begin. */
  ownGatewaySocket: string;
  /** Paths on the outside and their names in the covered folder; used with a separate account only. */
  gathered: [source: string, name: string][];
  bubblewrapPath: string;
  /** The system call filter that the runner is started with, in base64. */
  runnerFilter: string;
  /** How the runner shuts itself off from what it starts. */
  box: { bubblewrapArguments: string[]; filter: string };
  /** Where the machine's control groups are mounted. */
  controlGroupRoot: string;
}

export interface StageOrder {
  kind: StageKind;
  /** Given to the runner on its standard input with its tokens, and nowhere else. */
  job: StageJob;
  bubblewrapArguments: string[];
  /** What runs inside. */
  command: string[];
}

interface SetupCacheOrder {
  /** Where the results of setups are kept, on the trusted side. */
  folder: string;
  /** The entry's name. */
  key: string;
}

/** Whose processes the environment's are, as the kernel sees it from outside. */
export type Account =
  /** Started by root: an account without a name, without rights and without files. */
  { kind: "separate"; uid: number; cover: string } | { kind: "own" };
