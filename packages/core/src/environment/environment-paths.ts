/** Where things are inside an environment; the same for every provider. */
export const ENVIRONMENT_PATHS = {
  home: "/home/agent",
  /** Where an agent puts the findings of its review. */
  review: "/home/agent/review.json",
  /** Where it says what became of comments that it was told of. */
  answers: "/home/agent/answers.json",
  /** Texts that are too long to be told. */
  context: "/home/agent/context",
  workspace: "/workspace",
  repository: "/workspace/repository",
  /** What the runner keeps for itself: what it starts sees nothing of it. */
  own: "/run/catalyst/own",
  gatewayFolder: "/run/catalyst/gateway",
  /** For the runner's own requests. */
  gatewaySocket: "/run/catalyst/gateway/gateway.sock",
  /** For what comes over the port that agents and hooks use. */
  agentSocket: "/run/catalyst/gateway/agent.sock",
  /** The mirror of the execution's repository, where the provider has it on the same machine. */
  mirror: "/run/catalyst/mirror.git",
  node: "/opt/catalyst/node/bin/node",
  runner: "/opt/catalyst/runner.mjs",
  agent: "/opt/agent",
  /** bubblewrap, by which the runner shuts itself off from what it starts. */
  bubblewrap: "/opt/catalyst/bwrap",
  /** Its options for that, each followed by a zero byte. They name the filter as descriptor 4. */
  boxArguments: "/opt/catalyst/box/arguments",
  boxFilter: "/opt/catalyst/box/filter",
} as const;

/** Where the runner listens inside and forwards to the gateway. */
export const GATEWAY_URL_INSIDE = "http://127.0.0.1:8787";
export const GATEWAY_PORT_INSIDE = 8787;
