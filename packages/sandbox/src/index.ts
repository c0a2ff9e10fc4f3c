export type { IsolationFinding } from "./find-obstacles.ts";
export { type LocalEnvironmentOptions, localEnvironmentProvider } from "./local-environment-provider.ts";
