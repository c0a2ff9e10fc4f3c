import { join } from "node:path";

export const CHART = join(import.meta.dirname, "../../../charts/catalyst");

/** The least that a chart needs to be told. */
export const CHART_VALUES = {
  image: { repository: "registry.example/catalyst" },
  database: { existingSecret: "db" },
  server: { publicUrl: "https://catalyst.example.com" },
  environments: {
    runnerImage: "registry.example/runner",
    agents: { script: null },
    classes: { default: { image: "registry.example/tools" } },
  },
};
