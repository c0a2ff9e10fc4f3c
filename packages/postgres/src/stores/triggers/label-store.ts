import type { LabelStore } from "@catalyst/core/trigger";
import type { Database } from "../../database.ts";
import { and, eq } from "../../drizzle.ts";
import { githubLabels } from "../../schema/github.ts";

/** Labels in PostgreSQL. */
export function postgresLabelStore({ drizzle }: Pick<Database, "drizzle">): LabelStore {
  const { repoId, labelId, firstName } = githubLabels;
  return {
    async findFirstName(label) {
      const is = and(eq(repoId, label.repoId), eq(labelId, label.labelId));
      const [row] = await drizzle.select({ firstName }).from(githubLabels).where(is);
      return row?.firstName ?? null;
    },
    async noteFirstName(label, name) {
      await drizzle
        .insert(githubLabels)
        .values({ ...label, firstName: name })
        .onConflictDoNothing();
    },
    hasAny: async (id) => (await drizzle.$count(githubLabels, eq(repoId, id))) > 0,
  };
}
