import { Hooks } from "@catalyst/core";
import { connectDatabase } from "@catalyst/postgres";

/** Gives the home's one project these hooks; it must have had a task before. */
export async function setHooks(home: string, hooks: Partial<Hooks>): Promise<void> {
  const database = await connectDatabase({ home, databaseUrl: null });
  try {
    const { rowCount } = await database.pool.query("update agent_configs set hooks = $1", [Hooks.parse(hooks)]);
    if (rowCount !== 1) {
      throw new Error(`There are ${rowCount} projects to give hooks to.`);
    }
  } finally {
    await database.close();
  }
}
