/** What a check says that it is, and what is run for it: a program of the packages' own, with its arguments. */
export type Check = [title: string, command: string[]];

const WORKSPACES = [
  ...["packages", "cli", "worker", "gateway", "runner", "server", "operator", "images", "web", "e2e", "bench"],
];

/** Two rows of them at once: to check types takes gigabytes, and the others one processor each. */
export const CHECKS: Check[][] = [
  [
    ["format and lint", ["biome", "check", "--error-on-warnings"]],
    ["types", ["tsc", "--project", "tsconfig.json"]],
    ["types of the web app", ["tsc", "--project", "web/tsconfig.json"]],
  ],
  [
    ["imports", ["depcruise", "--config", ".dependency-cruiser.mjs", ...WORKSPACES]],
    ["unused code", ["knip"]],
  ],
];
