import { Repository, ROUTES } from "@catalyst/api";
import { z } from "zod";
import { defineTool } from "../tool.ts";

const MAX_REPOSITORIES = 50;
const { project: InProject } = ROUTES.listRepositories.request.query.shape;
const Shown = Repository.pick({ id: true, name: true, url: true, defaultBranch: true });

export const listRepositories = defineTool({
  title: "List repositories",
  description:
    "The repositories that are registered, by their addresses: what create_task takes by name, address or id.",
  operations: ["listRepositories"],
  effect: "reads",
  input: z.strictObject({
    project: InProject.describe("Only those of this project, by its name of list_projects"),
    limit: z.int().min(1).max(MAX_REPOSITORIES).default(20),
    cursor: z.string().min(1).max(200).optional().describe("The nextCursor of the page before"),
  }),
  output: z.object({ repositories: z.array(Shown), nextCursor: z.string().nullable() }),
  async run(query, { client, signal }) {
    const { data, nextCursor } = await client.call("listRepositories", { query }, { signal });
    const repositories = data.map(({ id, name, url, defaultBranch }) => ({ id, name, url, defaultBranch }));
    return { repositories, nextCursor };
  },
});
