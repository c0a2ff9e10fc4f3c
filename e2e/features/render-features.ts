import type { AgentDefinition } from "@catalyst/agents";

const FEATURES = {
  plan: "A plan first (`--plan`), where nothing can be changed",
  approval: "An approved plan is carried out",
  setup: "What `setup` made",
  verify: "What `verify` doesn't accept",
  send: "A further turn (`tasks send`)",
  live: "A message while it works",
  budget: "At the end of a budget",
  hosts: "Reaches its model where hosts are allowed",
} as const;

export type Feature = keyof typeof FEATURES;

/** The guide's page of agents and what was seen of each. */
export function renderFeatures(all: { agent: AgentDefinition; seen: Record<string, string> }[]): string {
  const names = all.map(({ agent: { id, custom } }) =>
    custom === undefined ? `\`${id}\`` : `\`${id}\` ([described in a file](custom-agents.md))`,
  );
  const rows = [
    ["", ...names],
    ["---", ...all.map(() => "---")],
    ["Uses keys of", ...all.map(({ agent }) => agent.providers.join(", "))],
    ["Is installed from", ...all.map(({ agent }) => SOURCES[agent.install.kind])],
    ...Object.entries(FEATURES).map(([feature, title]) => [title, ...all.map(({ seen }) => seen[feature] ?? "?")]),
  ];
  return `${HEAD}\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n\n${FOOT}`;
}

const SOURCES = { npm: "npm", pypi: "PyPI", none: "-" };

const HEAD = `# What each agent can do

This page is written by the tests (\`e2e/features\`): below its first two rows, each cell is what was seen of the real CLI on a
scripted model, in the sandbox, through the gateway.
`;

const FOOT = `The same for all, because no agent takes part in it: the sandbox, the keys that stay out, the check of results, what is published,
[races](turns.md), [budgets](budgets.md) and their limits, [settings](project-settings.md) and secrets, being killed and going on.

The agent \`script\` runs its prompt as a shell script, without a key or a model (\`catalyst run 'echo hi > hi.txt' --agent script\`): it has plans, hooks and further turns, and no sessions.
`;
